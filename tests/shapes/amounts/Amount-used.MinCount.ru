# No fact gives an amount.
INSERT DATA { :seven a kzit:Amount ; schema:value 7 ; schema:currency "USD" }
