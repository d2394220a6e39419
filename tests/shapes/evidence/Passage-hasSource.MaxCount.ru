# A passage stands in two documents.
INSERT DATA { :p1 oa:hasSource :chronicle }
