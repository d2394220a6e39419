# The kzit:level is a concept of another scheme.
DELETE WHERE { :signed kzit:level ?value } ;
INSERT DATA { :signed kzit:level hedge:about }
