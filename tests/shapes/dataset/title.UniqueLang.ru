# There are two English titles.
INSERT DATA { :dataset dcterms:title "Facts"@en }
