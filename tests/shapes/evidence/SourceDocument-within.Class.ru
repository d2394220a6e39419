# The day of a document is not described.
DELETE WHERE { :gazette kzit:within ?value } ;
INSERT DATA { :gazette kzit:within :nowhere }
