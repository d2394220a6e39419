# The identifier of a passage is a number.
DELETE WHERE { :p1 dcterms:identifier ?value } ;
INSERT DATA { :p1 dcterms:identifier 1 }
