# A passage has two normalised lengths.
INSERT DATA { :p1 kzit:normalizedLength 11 }
