# An amount is less than nothing.
DELETE WHERE { :six schema:value ?value } ;
INSERT DATA { :six schema:value -6 }
