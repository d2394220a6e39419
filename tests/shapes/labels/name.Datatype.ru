# The Italian name of the fair lacks its language tag.
DELETE DATA { :fair skos:prefLabel "Fiera"@it } ;
INSERT DATA { :fair skos:prefLabel "Fiera" , "Fiera"@it-IT }
