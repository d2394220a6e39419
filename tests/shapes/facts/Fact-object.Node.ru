# A kzit:object is not described.
INSERT DATA { :signed-again kzit:object :nowhere }
