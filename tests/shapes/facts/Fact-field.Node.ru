# The field is a concept of another scheme.
DELETE WHERE { :mutual kzit:field ?value } ;
INSERT DATA { :mutual kzit:field hedge:about }
