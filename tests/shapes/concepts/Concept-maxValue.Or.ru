# An upper bound is a word.
DELETE WHERE { hedge:example ?property ?value } ;
INSERT DATA {
    hedge:example a skos:Concept ; skos:inScheme scheme:hedge ; skos:notation "example" ; schema:maxValue "much" ;
        skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en .
}
