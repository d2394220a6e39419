# An occurrence says not whether it took place.
DELETE WHERE { :occurrence-again kzit:status ?value }
