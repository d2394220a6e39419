# The identifier of a fact has a space.
DELETE WHERE { :goal dcterms:identifier ?value } ;
INSERT DATA { :goal dcterms:identifier "p1 f8" }
