# The legal name has no language tag.
DELETE WHERE { :ruritania schema:legalName ?value } ;
INSERT DATA { :ruritania schema:legalName "Kingdom of Ruritania" }
