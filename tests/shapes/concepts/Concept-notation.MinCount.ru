# A concept has no notation.
INSERT DATA {
    trend:other a skos:Concept ; skos:inScheme scheme:trend ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
