# A passage has two normalised digests.
INSERT DATA { :p1 kzit:normalizedDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
