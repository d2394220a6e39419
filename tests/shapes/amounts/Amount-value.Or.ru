# An amount is a floating-point number.
DELETE WHERE { :six schema:value ?value } ;
INSERT DATA { :six schema:value 6e0 }
