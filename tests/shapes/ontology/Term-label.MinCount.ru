# A term has no label.
DELETE WHERE { :Term rdfs:label ?value }
