# A concept has two English definitions.
INSERT DATA { trend:expanding skos:definition "Growing."@en }
