# The ontology that defines the term is not described.
DELETE WHERE { :Term rdfs:isDefinedBy ?value } ;
INSERT DATA { :Term rdfs:isDefinedBy :nowhere }
