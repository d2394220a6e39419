# The current release is an event.
DELETE DATA { :dataset dcat:hasCurrentVersion <https://example.org/id/dataset/1.0.0> } ;
INSERT DATA { :dataset dcat:hasCurrentVersion :fair }
