# The dataset has two versions.
INSERT DATA { :dataset dcat:version "1.0.1" }
