# A city has no latitude.
DELETE WHERE { :capital schema:latitude ?value }
