# A measurement has two indicators.
INSERT DATA { :measurement kzit:indicator indicator:trade .
indicator:trade a skos:Concept ; skos:inScheme scheme:indicator ; skos:notation "trade" ;
    skos:prefLabel "t"@en , "t"@it , "t"@kk , "t"@ru ; skos:definition "Trade."@en }
