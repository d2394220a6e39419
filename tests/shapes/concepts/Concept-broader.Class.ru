# The broader concept is not described.
INSERT DATA {
    trend:other a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "other" ; skos:broader trend:nothing ;
        skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en .
}
