# A time span ends twice.
INSERT DATA { :for-ten-years kzit:latest "2002-12-31"^^xsd:date }
