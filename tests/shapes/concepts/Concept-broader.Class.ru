# The broader concept is not described.
INSERT DATA {
    trend:other a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "other" ; skos:broader trend:nothing ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
