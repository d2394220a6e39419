# A later total is smaller.
DELETE WHERE { :measurement-later schema:value ?value } ;
DELETE WHERE { :measurement-later schema:minValue ?value } ;
INSERT DATA { :measurement-later schema:value 4000000 ; schema:minValue 4000000 ; schema:maxValue 4000000 }
