# A group has two kinds.
INSERT DATA { :firms dcterms:type kind:other .
kind:other a skos:Concept ; skos:inScheme scheme:kind ; skos:notation "other" ;
    skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en }
