# An amount has two values.
INSERT DATA { :six a kzit:Amount ; schema:value 6 , 7 ; schema:currency "USD" }
