# A thing has a name and no type.
INSERT DATA { :thing skos:prefLabel "thing"@en , "thing"@rum }
