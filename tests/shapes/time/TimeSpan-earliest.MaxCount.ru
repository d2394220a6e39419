# A time span begins twice.
INSERT DATA { :from-new-year kzit:earliest "2001-01-02"^^xsd:date }
