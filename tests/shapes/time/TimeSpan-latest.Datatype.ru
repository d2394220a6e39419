# A time span ends in a year instead of on a day.
DELETE WHERE { :for-ten-years kzit:latest ?value } ;
INSERT DATA { :for-ten-years kzit:latest "2001"^^xsd:gYear }
