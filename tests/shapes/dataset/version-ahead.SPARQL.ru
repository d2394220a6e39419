# The dataset is at a version below that of a release, though above it as text.
DELETE WHERE { :dataset dcat:version ?value } ;
INSERT DATA { :dataset dcat:version "0.10.0-rc.1" }
