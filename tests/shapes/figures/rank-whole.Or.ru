# A rank is zero.
DELETE WHERE { :rank schema:value ?value } ;
DELETE WHERE { :rank schema:minValue ?value } ;
INSERT DATA { :rank schema:value 0 ; schema:minValue 0 }
