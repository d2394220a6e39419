# The notation has a language tag.
INSERT DATA {
    trend:other a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "other"@en ;
        skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en .
}
