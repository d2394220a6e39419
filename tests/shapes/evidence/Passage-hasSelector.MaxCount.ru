# A passage has two ranges.
INSERT DATA { :p1 oa:hasSelector :p2-range }
