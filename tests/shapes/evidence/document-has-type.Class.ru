# The type of a document was forgotten.
INSERT DATA { :thing schema:inLanguage "en" }
