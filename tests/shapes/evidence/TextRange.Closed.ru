# A range quotes the words before it.
INSERT DATA { :p1-range oa:prefix "Once upon" }
