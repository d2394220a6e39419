# The author is an event.
DELETE WHERE { :gazette schema:author ?value } ;
INSERT DATA { :gazette schema:author :fair }
