# The endDate of the period is text.
DELETE WHERE { :coverage dcat:endDate ?value } ;
INSERT DATA { :coverage dcat:endDate "1999" }
