# The dataset came out twice.
INSERT DATA { :dataset dcterms:issued "2001-01-01"^^xsd:date }
