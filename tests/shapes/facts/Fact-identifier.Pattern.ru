# The identifier of a fact has a capital letter.
INSERT DATA { :Aim a kzit:Occurrence ; dcterms:identifier "Aim" ; skos:prefLabel "The fair took place."@en ; kzit:concerns :fair ;
    kzit:stance stance:reported ; kzit:claimedBy :ministry ; kzit:evidence :p1 }
