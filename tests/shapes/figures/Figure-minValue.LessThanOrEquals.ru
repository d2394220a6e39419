# A figure is below its lower bound.
DELETE WHERE { :half schema:minValue ?value } ;
INSERT DATA { :half schema:minValue 2000001 }
