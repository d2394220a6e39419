# The normalised digest is in upper case.
DELETE WHERE { :p1 kzit:normalizedDigest ?value } ;
INSERT DATA { :p1 kzit:normalizedDigest "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }
