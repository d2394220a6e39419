# A document has no publisher.
DELETE WHERE { :gazette schema:publisher ?value }
