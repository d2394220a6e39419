# A fact has two identifiers.
INSERT DATA { :goal dcterms:identifier "p1-f9" }
