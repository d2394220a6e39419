# A reading has no property.
DELETE WHERE { :reading rdf:predicate ?value }
