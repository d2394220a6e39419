# The type of a reading was forgotten.
INSERT DATA { :thing kzit:ground ground:usage }
