# A claim stands on an instrument instead of in a fact.
INSERT DATA { :treaty schema:dateCreated "1850"^^xsd:gYear }
