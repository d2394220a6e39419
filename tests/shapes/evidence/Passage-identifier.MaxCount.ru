# A passage has two identifiers.
INSERT DATA { :p1 dcterms:identifier "p1b" }
