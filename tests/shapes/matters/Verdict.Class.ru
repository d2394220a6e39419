# A goal gives a verdict.
INSERT DATA { :our-goal a kzit:Goal ; dcterms:identifier "our-goal" ; skos:prefLabel "g"@en , "g"@rum ; kzit:actor :publisher ; kzit:aim :fair ;
    kzit:claimedBy :publisher ; kzit:inferredFrom :occurrence ; skos:note "So."@en ; kzit:verdict verdict:explained }
