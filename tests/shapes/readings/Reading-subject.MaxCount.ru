# A reading is of two facts.
INSERT DATA { :reading rdf:subject :occurrence-again }
