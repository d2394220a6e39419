# The end of a range is not a whole number.
DELETE WHERE { :p1-range oa:end ?value } ;
INSERT DATA { :p1-range oa:end 10.5 }
