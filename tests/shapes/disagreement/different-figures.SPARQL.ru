# Two sources give one investment different figures.
DELETE WHERE { :measurement-again schema:value ?value } ;
DELETE WHERE { :measurement-again schema:minValue ?value } ;
DELETE WHERE { :measurement-again schema:maxValue ?value } ;
INSERT DATA { :measurement-again schema:value 5900000 ; schema:minValue 5900000 ; schema:maxValue 5900000 }
