# The period has two of dcat:startDate.
INSERT DATA { :coverage dcat:startDate "1999"^^xsd:gYear }
