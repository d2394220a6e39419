# The release came out before the one that it follows.
DELETE WHERE { <https://example.org/id/dataset/1.0.0> dcterms:issued ?value } ;
INSERT DATA { <https://example.org/id/dataset/1.0.0> dcterms:issued "2001-12-31"^^xsd:date }
