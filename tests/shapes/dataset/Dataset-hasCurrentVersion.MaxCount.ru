# Two releases are the current one.
INSERT DATA { :dataset dcat:hasCurrentVersion <https://example.org/id/dataset/0.9.0> }
