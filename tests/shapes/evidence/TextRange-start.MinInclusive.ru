# A range starts before the text.
DELETE WHERE { :p1-range oa:start ?value } ;
INSERT DATA { :p1-range oa:start -1 }
