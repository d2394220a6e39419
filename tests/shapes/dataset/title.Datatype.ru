# A title has no language tag.
INSERT DATA { :dataset dcterms:title "Facts" }
