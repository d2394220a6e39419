# The answers that a verdict explains agree.
DELETE WHERE { :fair-day kzit:finding ?value } ;
DELETE WHERE { :our-verdict skos:note ?note } ;
INSERT DATA { :fair-day kzit:finding finding:agreement . :our-verdict skos:note "They agree."@en }
