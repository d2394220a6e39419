# The identifier of a passage has a language.
DELETE WHERE { :p1 dcterms:identifier ?value } ;
INSERT DATA { :p1 dcterms:identifier "p1"@en }
