# A document with passages has no digest.
DELETE WHERE { :gazette schema:sha256 ?value }
