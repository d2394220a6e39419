# The note on an inference is a formula that starts a program.
DELETE WHERE { :inferred skos:note ?value } ;
INSERT DATA { :inferred skos:note "-1+cmd|' /C calc'!A0"@en }
