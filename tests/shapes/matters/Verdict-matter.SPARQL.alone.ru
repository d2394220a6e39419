# A verdict explains the only answer.
DELETE WHERE { :fair-day kzit:finding ?value } ;
DELETE WHERE { :our-verdict skos:note ?note } ;
INSERT DATA { :our-verdict skos:note "There is one."@en }
