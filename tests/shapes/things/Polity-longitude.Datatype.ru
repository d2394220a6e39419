# A longitude is a floating-point number.
DELETE WHERE { :capital schema:longitude ?value } ;
INSERT DATA { :capital schema:longitude 45e0 }
