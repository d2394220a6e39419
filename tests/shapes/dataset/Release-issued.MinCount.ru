# The release has no day.
DELETE WHERE { <https://example.org/id/dataset/0.9.0> dcterms:issued ?value }
