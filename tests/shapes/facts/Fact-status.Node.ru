# The kzit:status is a concept of another scheme.
DELETE WHERE { :planned kzit:status ?value } ;
INSERT DATA { :planned kzit:status hedge:about }
