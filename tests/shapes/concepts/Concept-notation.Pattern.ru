# The notation is in upper case.
INSERT DATA {
    trend:Other a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "Other" ;
        skos:prefLabel "o"@en , "o"@it , "o"@kk , "o"@ru ; skos:definition "Other."@en .
}
