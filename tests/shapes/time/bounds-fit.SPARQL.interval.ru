# An interval begins on another day.
DELETE WHERE { :from-2001 kzit:earliest ?value } ;
INSERT DATA { :from-2001 kzit:earliest "2000-01-01"^^xsd:date }
