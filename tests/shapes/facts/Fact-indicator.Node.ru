# The indicator is a concept of another scheme.
DELETE WHERE { :growth kzit:indicator ?value } ;
INSERT DATA { :growth kzit:indicator hedge:about }
