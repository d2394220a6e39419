# The release before is not described.
DELETE DATA { <https://example.org/id/dataset/1.0.0> dcat:previousVersion <https://example.org/id/dataset/0.9.0> } ;
INSERT DATA { <https://example.org/id/dataset/1.0.0> dcat:previousVersion <https://example.org/id/dataset/0.8.0> }
