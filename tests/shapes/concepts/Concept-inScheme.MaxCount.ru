# A concept is in two schemes.
INSERT DATA { trend:expanding skos:inScheme scheme:kind }
