# A concept has two broader ones.
INSERT DATA {
    relation-type:other a skos:Concept ; skos:inScheme scheme:relation-type ; skos:notation "other" ;
        skos:broader relation-type:mutual , relation-type:directed ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
