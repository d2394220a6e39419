# The licence is text.
DELETE WHERE { :dataset dcterms:license ?value } ;
INSERT DATA { :dataset dcterms:license "CC0" }
