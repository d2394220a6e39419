# A reading is of nothing.
DELETE WHERE { :reading rdf:subject ?value }
