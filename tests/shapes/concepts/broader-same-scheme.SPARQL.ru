# A concept is under one of another scheme.
INSERT DATA { trend:expanding skos:broader hedge:about }
