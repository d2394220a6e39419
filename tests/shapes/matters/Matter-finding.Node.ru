# The finding is a concept of another scheme.
DELETE WHERE { :fair-day kzit:finding ?value } ;
INSERT DATA { :fair-day kzit:finding hedge:about }
