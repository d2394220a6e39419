# A time span begins on a day that the calendar lacks.
DELETE WHERE { :from-new-year kzit:earliest ?value } ;
INSERT DATA { :from-new-year kzit:earliest "2017-02-30"^^xsd:date }
