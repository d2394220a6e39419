# The currency is a sign instead of a code.
INSERT DATA { :six a kzit:Amount ; schema:value 6 ; schema:currency "$" }
