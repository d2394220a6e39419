# An amount is less than nothing.
INSERT DATA { :six a kzit:Amount ; schema:value -6 ; schema:currency "USD" }
