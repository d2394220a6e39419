# The official name has no language tag.
DELETE WHERE { :ruritania kzit:officialName ?value } ;
INSERT DATA { :ruritania kzit:officialName "Kingdom of Ruritania" }
