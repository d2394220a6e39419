# A group has two quantifiers.
INSERT DATA { :firms kzit:quantifier quantifier:other .
quantifier:other a skos:Concept ; skos:inScheme scheme:quantifier ; skos:notation "other" ;
    skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en }
