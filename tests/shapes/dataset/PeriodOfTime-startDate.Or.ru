# The startDate of the period is text.
DELETE WHERE { :coverage dcat:startDate ?value } ;
INSERT DATA { :coverage dcat:startDate "1999" }
