# A time span begins twice.
INSERT DATA { :from-2001 kzit:earliest "2001-01-02"^^xsd:date }
