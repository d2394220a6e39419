# The dataset names no language.
DELETE WHERE { :dataset dcterms:language ?value }
