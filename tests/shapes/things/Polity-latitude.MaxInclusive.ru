# A latitude is off the globe.
DELETE WHERE { :capital schema:latitude ?value } ;
INSERT DATA { :capital schema:latitude 90.5 }
