# A label has no language tag.
INSERT DATA { :Term rdfs:label "term" }
