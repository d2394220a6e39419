# The dataset says not when it came out.
DELETE WHERE { :dataset dcterms:issued ?value }
