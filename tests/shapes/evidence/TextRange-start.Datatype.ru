# The start of a range is not a whole number.
DELETE WHERE { :p1-range oa:start ?value } ;
INSERT DATA { :p1-range oa:start 0.5 }
