# A reading has two values.
DELETE WHERE { :reading rdf:predicate ?value } ;
INSERT DATA { :reading rdf:predicate kzit:matter ; rdf:object :fair-day , :fair-place } ;
DELETE DATA { :reading rdf:object :capital }
