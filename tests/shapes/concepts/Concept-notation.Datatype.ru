# The notation has a language tag.
INSERT DATA {
    trend:other a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "other"@en ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
