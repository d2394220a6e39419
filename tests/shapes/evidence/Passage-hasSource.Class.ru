# A passage stands in another passage.
DELETE WHERE { :headline oa:hasSource ?value } ;
INSERT DATA { :headline oa:hasSource :p1 }
