# A passage has no source.
DELETE WHERE { :p2 oa:hasSource ?value }
