# A fact is rendered in two ways.
INSERT DATA { :occurrence kzit:rendering rendering:other . rendering:other a skos:Concept ; skos:inScheme scheme:rendering ; skos:notation "other" ;
    skos:prefLabel "o"@en , "o"@rum ; skos:definition "Other."@en }
