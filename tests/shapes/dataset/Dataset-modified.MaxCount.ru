# The dataset changed last on two days.
INSERT DATA { :dataset dcterms:modified "2003-01-01"^^xsd:date }
