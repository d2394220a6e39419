# The type of a passage is a concept of another scheme.
DELETE WHERE { :headline dcterms:type ?value } ;
INSERT DATA { :headline dcterms:type hedge:about }
