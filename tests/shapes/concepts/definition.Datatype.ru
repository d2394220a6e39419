# A definition has no language tag.
INSERT DATA { trend:expanding skos:definition "Growing." }
