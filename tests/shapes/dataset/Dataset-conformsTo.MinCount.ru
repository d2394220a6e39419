# The dataset says not what it follows.
DELETE WHERE { :dataset dcterms:conformsTo ?value }
