# The dataset names no time.
DELETE WHERE { :dataset dcterms:temporal ?value }
