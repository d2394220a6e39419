# The base is not described.
DELETE WHERE { :stake kzit:base ?value } ;
INSERT DATA { :stake kzit:base :nowhere }
