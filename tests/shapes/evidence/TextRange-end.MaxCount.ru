# A range has two ends.
INSERT DATA { :p1-range oa:end 11 }
