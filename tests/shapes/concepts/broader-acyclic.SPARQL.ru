# A concept is broader than itself.
INSERT DATA { trend:expanding skos:broader trend:expanding }
