# An amount has two currencies.
INSERT DATA { :six a kzit:Amount ; schema:value 6 ; schema:currency "USD" , "EUR" }
