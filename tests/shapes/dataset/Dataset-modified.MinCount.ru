# The dataset says not when it changed.
DELETE WHERE { :dataset dcterms:modified ?value }
