# A claim stands on a project instead of in a fact.
INSERT DATA { :mine schema:startDate "1850"^^xsd:gYear }
