# An inference has two English notes.
INSERT DATA { :inferred skos:note "Or read from elsewhere."@en }
