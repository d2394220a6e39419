# The kzit:rendering is a concept of another scheme.
DELETE WHERE { :occurrence kzit:rendering ?value } ;
INSERT DATA { :occurrence kzit:rendering hedge:about }
