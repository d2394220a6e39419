# The type of a time span was forgotten.
INSERT DATA { :thing kzit:latest "2001-12-31"^^xsd:date }
