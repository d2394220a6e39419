# An amount has two currencies.
DELETE WHERE { :six schema:currency ?value } ;
INSERT DATA { :six schema:currency "USD" , "EUR" }
