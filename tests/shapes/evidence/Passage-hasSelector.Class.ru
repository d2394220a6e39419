# The range of a passage is not described.
DELETE WHERE { :p1-range ?property ?value } ;
DELETE WHERE { :p1 oa:hasSelector ?value } ;
INSERT DATA { :p1 oa:hasSelector :nowhere }
