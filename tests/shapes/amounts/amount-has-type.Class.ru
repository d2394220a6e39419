# The type of an amount was forgotten.
INSERT DATA { :thing schema:currency "USD" }
