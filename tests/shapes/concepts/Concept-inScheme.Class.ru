# The scheme of a concept is not described.
INSERT DATA {
    <https://w3id.org/kzit/concept/mood/other> a skos:Concept ; skos:inScheme scheme:mood ; skos:notation "other" ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
