# A latitude is a floating-point number.
DELETE WHERE { :capital schema:latitude ?value } ;
INSERT DATA { :capital schema:latitude 45e0 }
