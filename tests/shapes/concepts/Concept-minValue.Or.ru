# A lower bound is a floating-point number.
DELETE WHERE { hedge:about schema:minValue ?value } ;
INSERT DATA { hedge:about schema:minValue 9e-1 }
