# The fair has two English names.
INSERT DATA { :fair skos:prefLabel "Show"@en }
