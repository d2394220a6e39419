# A copied fact kept the identifier of its model.
DELETE WHERE { :goal dcterms:identifier ?value } ;
INSERT DATA { :goal dcterms:identifier "influence" }
