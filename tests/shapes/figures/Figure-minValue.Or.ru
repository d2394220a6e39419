# A bound is a floating-point number.
DELETE WHERE { :half schema:minValue ?value } ;
INSERT DATA { :half schema:minValue 2e6 }
