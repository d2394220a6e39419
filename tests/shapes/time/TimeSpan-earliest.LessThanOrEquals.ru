# A time span ends before it begins.
INSERT DATA { :from-2001 kzit:latest "2000-12-31"^^xsd:date }
