# The language of a document has a language tag itself.
DELETE WHERE { :gazette schema:inLanguage ?value } ;
INSERT DATA { :gazette schema:inLanguage "en"@en }
