# A reading has no value.
DELETE WHERE { :reading rdf:object ?value }
