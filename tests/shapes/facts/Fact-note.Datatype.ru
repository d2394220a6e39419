# The note on an inference has no language tag.
DELETE WHERE { :inferred skos:note ?value } ;
INSERT DATA { :inferred skos:note "Read from the fair." }
