# A time span begins on a day that the calendar lacks.
DELETE WHERE { :from-2001 kzit:earliest ?value } ;
INSERT DATA { :from-2001 kzit:earliest "2001-02-30"^^xsd:date }
