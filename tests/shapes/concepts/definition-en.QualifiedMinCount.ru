# A concept has no English definition.
DELETE WHERE { trend:expanding skos:definition ?value }
