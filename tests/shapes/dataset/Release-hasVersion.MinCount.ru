# The dataset does not know of its release.
DELETE DATA { :dataset dcat:hasVersion <https://example.org/id/dataset/0.9.0> }
