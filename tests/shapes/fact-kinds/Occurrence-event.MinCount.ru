# An occurrence says not what took place.
DELETE WHERE { :occurrence-again kzit:event ?value }
