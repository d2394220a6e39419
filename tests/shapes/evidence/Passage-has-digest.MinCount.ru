# A passage has no digest.
DELETE WHERE { :p1 schema:sha256 ?value }
