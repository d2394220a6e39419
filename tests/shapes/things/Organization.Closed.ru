# A claim stands on an organisation instead of in a fact.
INSERT DATA { :league schema:foundingDate "1850"^^xsd:gYear }
