# The property of a reading is text.
DELETE WHERE { :reading rdf:predicate ?value } ;
INSERT DATA { :reading rdf:predicate "place" }
