# Something recurs at two frequencies.
INSERT DATA { :mutual m8g:frequency frequency:monthly . frequency:monthly a skos:Concept ; skos:inScheme scheme:frequency ; skos:notation "monthly" ;
    skos:prefLabel "m"@en , "m"@rum ; skos:definition "Every month."@en }
