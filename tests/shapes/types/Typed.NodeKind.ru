# A project has no IRI.
INSERT DATA { [] a kzit:Project ; skos:prefLabel "a"@en , "a"@rum }
