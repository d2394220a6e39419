# The creator is an event.
DELETE WHERE { :dataset dcterms:creator ?value } ;
INSERT DATA { :dataset dcterms:creator :fair }
