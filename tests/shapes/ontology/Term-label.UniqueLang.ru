# There are two English labels.
INSERT DATA { :Term rdfs:label "word"@en }
