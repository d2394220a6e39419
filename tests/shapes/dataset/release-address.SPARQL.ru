# The IRI of the release is of another version.
DELETE DATA { <https://example.org/id/dataset/0.9.0> dcat:version "0.9.0" } ;
INSERT DATA { <https://example.org/id/dataset/0.9.0> dcat:version "0.9.1" }
