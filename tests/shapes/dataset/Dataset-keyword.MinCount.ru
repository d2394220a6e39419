# The dataset has no keyword.
DELETE WHERE { :dataset dcat:keyword ?value }
