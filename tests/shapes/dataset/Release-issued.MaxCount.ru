# The release came out on two days.
INSERT DATA { <https://example.org/id/dataset/0.9.0> dcterms:issued "2001-12-31"^^xsd:date }
