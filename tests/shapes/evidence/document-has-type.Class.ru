# The type of a document was forgotten.
INSERT DATA { :thing kzit:relays :speech }
