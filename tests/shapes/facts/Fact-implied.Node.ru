# A thing that is implied is not described.
DELETE WHERE { :mutual kzit:implied ?value } ;
INSERT DATA { :mutual kzit:implied :nowhere }
