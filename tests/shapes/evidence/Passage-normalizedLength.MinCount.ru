# A passage has no normalised length.
DELETE WHERE { :p1 kzit:normalizedLength ?value }
