# Relations are of nobody.
DELETE WHERE { :their-relations kzit:affiliation ?value }
