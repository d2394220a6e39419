# A note is a formula.
DELETE WHERE { :inferred skos:note ?value } ;
INSERT DATA { :inferred skos:note "=1+1"@en }
