# The indicator is a concept of another scheme.
DELETE WHERE { :measurement kzit:indicator ?value } ;
INSERT DATA { :measurement kzit:indicator hedge:about }
