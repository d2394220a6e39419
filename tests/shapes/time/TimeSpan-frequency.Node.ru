# The frequency is a concept of another scheme.
DELETE WHERE { :regularly m8g:frequency ?value } ;
INSERT DATA { :regularly m8g:frequency hedge:about }
