# The framework is not described.
DELETE WHERE { :mutual kzit:framework ?value } ;
INSERT DATA { :mutual kzit:framework :nowhere }
