# The type of a document is a concept of another scheme.
DELETE WHERE { :gazette dcterms:type ?value } ;
INSERT DATA { :gazette dcterms:type hedge:about }
