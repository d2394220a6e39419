# A range ends where it starts.
DELETE WHERE { :p1-range oa:start ?value } ;
INSERT DATA { :p1-range oa:start 10 }
