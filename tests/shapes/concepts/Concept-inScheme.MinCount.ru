# A concept is in no scheme.
INSERT DATA {
    trend:other a skos:Concept ; skos:notation "other" ;
        skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en .
}
