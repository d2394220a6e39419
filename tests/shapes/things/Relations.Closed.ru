# A claim stands on relations instead of in a fact.
INSERT DATA { :their-relations schema:startDate "1850"^^xsd:gYear }
