# The dataset names no place.
DELETE WHERE { :dataset dcterms:spatial ?value }
