# A time is stated as a day that the calendar lacks.
DELETE WHERE { :for-ten-years kzit:statedAs ?value } ;
INSERT DATA { :for-ten-years kzit:statedAs "2017-02-30"^^xsd:date }
