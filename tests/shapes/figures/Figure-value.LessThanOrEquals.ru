# A figure is above its upper bound.
DELETE WHERE { :half schema:maxValue ?value } ;
INSERT DATA { :half schema:maxValue 1999999 }
