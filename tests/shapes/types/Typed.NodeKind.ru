# An agreement has no IRI.
INSERT DATA { [] a kzit:Agreement ; skos:prefLabel "a"@en , "a"@it , "a"@kk , "a"@ru }
