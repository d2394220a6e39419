# The version is a word.
DELETE WHERE { :dataset dcat:version ?value } ;
INSERT DATA { :dataset dcat:version "newest" }
