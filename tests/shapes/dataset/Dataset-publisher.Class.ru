# The publisher is an event.
DELETE WHERE { :dataset dcterms:publisher ?value } ;
INSERT DATA { :dataset dcterms:publisher :fair }
