# The currency is a sign instead of a code.
DELETE WHERE { :six schema:currency ?value } ;
INSERT DATA { :six schema:currency "$" }
