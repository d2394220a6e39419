# The stance is a concept of another scheme.
DELETE WHERE { :influence kzit:stance ?value } ;
INSERT DATA { :influence kzit:stance hedge:about }
