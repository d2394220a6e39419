# A passage has no identifier.
DELETE WHERE { :p1 dcterms:identifier ?value }
