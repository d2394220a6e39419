# The trend is a concept of another scheme.
DELETE WHERE { :mutual kzit:trend ?value } ;
INSERT DATA { :mutual kzit:trend hedge:about }
