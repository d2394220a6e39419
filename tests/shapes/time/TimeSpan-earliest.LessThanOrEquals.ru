# A time span ends before it begins.
INSERT DATA { :for-ten-years kzit:earliest "2002-01-01"^^xsd:date }
