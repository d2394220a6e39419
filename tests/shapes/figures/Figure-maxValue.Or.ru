# A bound is a floating-point number.
DELETE WHERE { :half schema:maxValue ?value } ;
INSERT DATA { :half schema:maxValue 2e6 }
