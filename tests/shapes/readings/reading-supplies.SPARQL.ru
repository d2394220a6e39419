# A reading supplies a value that stands nowhere.
DELETE WHERE { :reading rdf:object ?value } ;
INSERT DATA { :reading rdf:object :borduria }
