# A passage stands in another passage.
DELETE WHERE { :p2 oa:hasSource ?value } ;
INSERT DATA { :p2 oa:hasSource :p1 }
