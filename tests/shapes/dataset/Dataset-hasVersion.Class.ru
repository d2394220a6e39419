# A release is named, but not described.
INSERT DATA { :dataset dcat:hasVersion <https://example.org/id/dataset/0.8.0> }
