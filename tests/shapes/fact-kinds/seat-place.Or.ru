# The seat is nowhere.
DELETE WHERE { :seat kzit:place ?value } ;
INSERT DATA { :seat kzit:counterpart :borduria }
