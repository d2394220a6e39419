# The identifier of a passage is in upper case.
DELETE WHERE { :p1 dcterms:identifier ?value } ;
INSERT DATA { :p1 dcterms:identifier "P1" }
