# The language is text.
DELETE WHERE { :dataset dcterms:language ?value } ;
INSERT DATA { :dataset dcterms:language "iso639-1/en" }
