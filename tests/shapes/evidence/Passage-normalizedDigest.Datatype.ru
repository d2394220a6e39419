# The normalised digest has a language tag.
DELETE WHERE { :p1 kzit:normalizedDigest ?value } ;
INSERT DATA { :p1 kzit:normalizedDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"@en }
