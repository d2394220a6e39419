# A rank is a half.
DELETE WHERE { :rank schema:value ?value } ;
DELETE WHERE { :rank schema:minValue ?value } ;
INSERT DATA { :rank schema:value 1.5 ; schema:minValue 1 }
