# The house stands nowhere.
DELETE WHERE { :house kzit:place ?value } ;
INSERT DATA { :house kzit:counterpart :borduria }
