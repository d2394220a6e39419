# No fact tells of another name.
INSERT DATA { :mine skos:altLabel "pit"@en }
