# The type of a matter is a concept of another scheme.
DELETE WHERE { :investments dcterms:type ?value } ;
INSERT DATA { :investments dcterms:type hedge:about }
