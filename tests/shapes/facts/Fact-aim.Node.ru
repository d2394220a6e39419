# A kzit:aim is not described.
INSERT DATA { :goal kzit:aim :nowhere }
