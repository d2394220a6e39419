# A document with passages has no language.
DELETE WHERE { :gazette schema:inLanguage ?value }
