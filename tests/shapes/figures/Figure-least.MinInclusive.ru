# A figure is less than nothing.
DELETE WHERE { :growth schema:value ?value } ;
DELETE WHERE { :growth schema:minValue ?value } ;
INSERT DATA { :growth schema:value -10 ; schema:minValue -11 }
