# A fact has two identifiers.
INSERT DATA { :goal dcterms:identifier "aim" }
