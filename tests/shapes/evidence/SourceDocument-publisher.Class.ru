# The publisher is an event.
DELETE WHERE { :gazette schema:publisher ?value } ;
INSERT DATA { :gazette schema:publisher :fair }
