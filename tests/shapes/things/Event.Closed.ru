# A claim stands on an event instead of in a fact.
INSERT DATA { :fair schema:startDate "2001"^^xsd:gYear }
