# The notation has an underscore.
INSERT DATA {
    trend:far_off a skos:Concept ; skos:inScheme scheme:trend ; skos:notation "far_off" ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
