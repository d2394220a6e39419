# A passage has no range.
DELETE WHERE { :p1-range ?property ?value } ;
DELETE WHERE { :p1 oa:hasSelector ?value }
