# The normalised length is not a whole number.
DELETE WHERE { :p1 kzit:normalizedLength ?value } ;
INSERT DATA { :p1 kzit:normalizedLength 10.5 }
