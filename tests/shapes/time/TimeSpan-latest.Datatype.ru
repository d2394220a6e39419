# A time span ends in a year instead of on a day.
DELETE WHERE { :regularly kzit:latest ?value } ;
INSERT DATA { :regularly kzit:latest "2001"^^xsd:gYear }
