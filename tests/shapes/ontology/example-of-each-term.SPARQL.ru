# The term has no example.
DELETE WHERE { :Term skos:example ?value }
