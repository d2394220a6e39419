# The note on an inference is a formula over two lines.
DELETE WHERE { :inferred skos:note ?value } ;
INSERT DATA { :inferred skos:note "-1\n+cmd|' /C calc'!A0"@en }
