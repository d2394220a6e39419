# The currency has a language tag.
INSERT DATA { :six a kzit:Amount ; schema:value 6 ; schema:currency "USD"@en }
