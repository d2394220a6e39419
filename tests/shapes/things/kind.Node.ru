# The kind of a group is a concept of another scheme.
DELETE WHERE { :firms dcterms:type ?value } ;
INSERT DATA { :firms dcterms:type hedge:about }
