# The language is text.
DELETE WHERE { :dataset dcterms:language ?value } ;
INSERT DATA { :dataset dcterms:language "en" }
