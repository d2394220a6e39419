# The type of an event is a concept of another scheme.
DELETE WHERE { :fair dcterms:type ?value } ;
INSERT DATA { :fair dcterms:type hedge:about }
