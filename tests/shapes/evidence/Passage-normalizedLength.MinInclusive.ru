# The normalised length is less than nothing.
DELETE WHERE { :p1 kzit:normalizedLength ?value } ;
INSERT DATA { :p1 kzit:normalizedLength -1 }
