# The quantifier of a group is a concept of another scheme.
DELETE WHERE { :firms kzit:quantifier ?value } ;
INSERT DATA { :firms kzit:quantifier hedge:about }
