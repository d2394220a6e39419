# We judge twice.
INSERT DATA { :our-verdict kzit:verdict verdict:other . verdict:other a skos:Concept ; skos:inScheme scheme:verdict ; skos:notation "other" ;
    skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en }
