# A name begins with a space.
DELETE WHERE { :treaty skos:prefLabel "Treaty"@en } ;
INSERT DATA { :treaty skos:prefLabel " Treaty"@en }
