# There are two short titles in English.
INSERT DATA { :dataset dcterms:alternative "Facts"@en , "Claims"@en }
