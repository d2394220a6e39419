# The dataset has no publisher.
DELETE WHERE { :dataset dcterms:publisher ?value }
