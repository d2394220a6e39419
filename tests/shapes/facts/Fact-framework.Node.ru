# A kzit:framework is not described.
INSERT DATA { :mutual kzit:framework :nowhere }
