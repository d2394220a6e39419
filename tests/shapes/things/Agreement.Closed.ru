# A claim stands on an agreement instead of in a fact.
INSERT DATA { :treaty schema:dateCreated "1850"^^xsd:gYear }
