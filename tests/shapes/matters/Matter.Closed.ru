# A matter has a name.
INSERT DATA { :fair-day rdfs:label "day"@en }
