# A passage stands in two documents.
INSERT DATA { :headline oa:hasSource :gazette }
