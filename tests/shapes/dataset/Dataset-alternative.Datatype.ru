# A short title has no language tag.
INSERT DATA { :dataset dcterms:alternative "Facts" }
