# The release is one of nothing.
DELETE WHERE { <https://example.org/id/dataset/0.9.0> dcat:isVersionOf ?value }
