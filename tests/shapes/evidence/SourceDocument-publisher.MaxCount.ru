# A document has two publishers.
INSERT DATA { :gazette schema:publisher :league }
