# The period has no startDate.
DELETE WHERE { :coverage dcat:startDate ?value }
