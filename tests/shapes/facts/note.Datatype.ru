# A note has no language tag.
DELETE WHERE { :inferred skos:note ?value } ;
INSERT DATA { :inferred skos:note "Read." }
