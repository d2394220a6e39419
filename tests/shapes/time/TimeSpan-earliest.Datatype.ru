# A time span begins on a day that the calendar lacks.
DELETE WHERE { :from-2001 kzit:earliest ?value } ;
INSERT DATA { :from-2001 kzit:earliest "2017-02-30"^^xsd:date }
