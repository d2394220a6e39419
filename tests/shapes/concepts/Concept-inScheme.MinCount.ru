# A concept is in no scheme.
INSERT DATA {
    trend:other a skos:Concept ; skos:notation "other" ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
