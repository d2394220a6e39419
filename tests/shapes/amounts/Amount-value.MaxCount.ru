# An amount has two values.
DELETE WHERE { :six schema:value ?value } ;
INSERT DATA { :six schema:value 6 , 7 }
