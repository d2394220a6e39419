# The parts do not make the whole.
DELETE WHERE { :half schema:value ?value } ;
DELETE WHERE { :half schema:minValue ?value } ;
DELETE WHERE { :half schema:maxValue ?value } ;
INSERT DATA { :half schema:value 1000000 ; schema:minValue 1000000 ; schema:maxValue 1000000 }
