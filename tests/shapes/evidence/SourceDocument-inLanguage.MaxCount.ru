# A document has two languages.
INSERT DATA { :gazette schema:inLanguage "it" }
