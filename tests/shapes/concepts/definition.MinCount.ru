# A concept has no definition.
DELETE WHERE { trend:expanding skos:definition ?value }
