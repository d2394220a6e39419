# A copied passage kept the identifier of its model.
DELETE WHERE { :p2 dcterms:identifier ?value } ;
INSERT DATA { :p2 dcterms:identifier "p1" }
