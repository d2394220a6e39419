# A time span ends twice.
INSERT DATA { :regularly kzit:latest "2002-12-31"^^xsd:date }
