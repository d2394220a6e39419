# The dataset has no creator.
DELETE WHERE { :dataset dcterms:creator ?value }
