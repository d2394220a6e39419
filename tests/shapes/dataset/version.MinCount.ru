# The dataset has no version.
DELETE WHERE { :dataset dcat:version ?value }
