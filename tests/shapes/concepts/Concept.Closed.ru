# A concept has a stray property.
INSERT DATA { trend:expanding skos:altLabel "growing"@en }
