# A longitude is off the globe.
DELETE WHERE { :capital schema:longitude ?value } ;
INSERT DATA { :capital schema:longitude 180.5 }
