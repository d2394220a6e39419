# The ground is a concept of another scheme.
DELETE WHERE { :reading kzit:ground ?value } ;
INSERT DATA { :reading kzit:ground hedge:about }
