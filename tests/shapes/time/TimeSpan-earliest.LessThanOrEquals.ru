# A time span ends before it begins.
INSERT DATA { :from-new-year kzit:latest "2000-12-31"^^xsd:date }
