# The English name of the treaty is a formula that begins with a plus sign.
DELETE WHERE { :treaty skos:prefLabel "Treaty"@en } ;
INSERT DATA { :treaty skos:prefLabel "+SUM(1;2)"@en }
