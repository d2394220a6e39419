# The period has no endDate.
DELETE WHERE { :coverage dcat:endDate ?value }
