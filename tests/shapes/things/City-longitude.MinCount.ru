# A city has no longitude.
DELETE WHERE { :capital schema:longitude ?value }
