# There are two English notes.
INSERT DATA { :inferred skos:note "Seen."@en }
