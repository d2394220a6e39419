# The subject of a reading is not described.
INSERT DATA { :nowhere kzit:place :capital } ;
DELETE WHERE { :reading rdf:subject ?value } ;
DELETE DATA { :nowhere kzit:place :capital } ;
INSERT DATA { :reading rdf:subject :nowhere . :nowhere rdfs:comment "?" }
