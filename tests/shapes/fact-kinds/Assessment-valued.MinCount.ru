# An assessment says not of what.
DELETE WHERE { :assessment kzit:valued ?value }
