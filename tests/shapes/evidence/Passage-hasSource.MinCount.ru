# A passage has no source.
DELETE WHERE { :headline oa:hasSource ?value }
