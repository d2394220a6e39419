# The identifier of a fact has a language tag.
DELETE WHERE { :goal dcterms:identifier ?value } ;
INSERT DATA { :goal dcterms:identifier "goal"@en }
