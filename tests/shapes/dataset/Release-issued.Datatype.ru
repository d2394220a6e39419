# The day of the release is a text.
DELETE WHERE { <https://example.org/id/dataset/0.9.0> dcterms:issued ?value } ;
INSERT DATA { <https://example.org/id/dataset/0.9.0> dcterms:issued "2002-01-01" }
