# The lower bound is above the upper one.
DELETE WHERE { hedge:about schema:minValue ?value } ;
INSERT DATA { hedge:about schema:minValue 1.2 }
