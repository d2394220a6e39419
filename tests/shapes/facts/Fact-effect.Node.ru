# A kzit:effect is not described.
INSERT DATA { :influence kzit:effect :nowhere }
