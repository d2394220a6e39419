# The period has two of dcat:endDate.
INSERT DATA { :coverage dcat:endDate "1999"^^xsd:gYear }
