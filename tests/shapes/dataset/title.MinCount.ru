# There is no title.
DELETE WHERE { :dataset dcterms:title ?value }
