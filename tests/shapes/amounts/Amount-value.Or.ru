# An amount is a floating-point number.
INSERT DATA { :six a kzit:Amount ; schema:value 6e0 ; schema:currency "USD" }
