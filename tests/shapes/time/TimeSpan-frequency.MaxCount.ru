# Something recurs at two frequencies.
INSERT DATA { :regularly m8g:frequency frequency:monthly .
frequency:monthly a skos:Concept ; skos:inScheme scheme:frequency ; skos:notation "monthly" ;
    skos:prefLabel "m"@en , "m"@it , "m"@kk , "m"@ru ; skos:definition "Every month."@en }
