# The notation has a space.
INSERT DATA {
    <https://w3id.org/kzit/concept/trend/far%20off> a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "far off" ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
} ;
INSERT DATA {}
