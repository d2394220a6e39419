# The currency has a language tag.
DELETE WHERE { :six schema:currency ?value } ;
INSERT DATA { :six schema:currency "USD"@en }
