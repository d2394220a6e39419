# The kzit:verdict is a concept of another scheme.
DELETE WHERE { :our-verdict kzit:verdict ?value } ;
INSERT DATA { :our-verdict kzit:verdict hedge:about }
