# The term says not who defines it.
DELETE WHERE { :Term rdfs:isDefinedBy ?value }
