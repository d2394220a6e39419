# A passage has no normalised digest.
DELETE WHERE { :p1 kzit:normalizedDigest ?value }
