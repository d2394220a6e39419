# The kind of a body is a concept of another scheme.
DELETE WHERE { :embassy org:classification ?value } ;
INSERT DATA { :embassy org:classification hedge:about }
