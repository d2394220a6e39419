# The language of a document is a word.
DELETE WHERE { :gazette schema:inLanguage ?value } ;
INSERT DATA { :gazette schema:inLanguage "English" }
