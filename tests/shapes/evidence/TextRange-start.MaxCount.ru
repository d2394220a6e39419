# A range has two starts.
INSERT DATA { :p1-range oa:start 1 }
