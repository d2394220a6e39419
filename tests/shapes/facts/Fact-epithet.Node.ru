# The epithet is a concept of another scheme.
DELETE WHERE { :assessment kzit:epithet ?value } ;
INSERT DATA { :assessment kzit:epithet hedge:about }
