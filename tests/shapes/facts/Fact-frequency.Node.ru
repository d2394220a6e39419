# The frequency is a concept of another scheme.
DELETE WHERE { :mutual m8g:frequency ?value } ;
INSERT DATA { :mutual m8g:frequency hedge:about }
