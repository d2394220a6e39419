# A claim stands on a thing instead of in a fact.
INSERT DATA { :ruritania schema:foundingDate "1850"^^xsd:gYear }
