# A fact has no identifier.
DELETE WHERE { :goal dcterms:identifier ?value }
