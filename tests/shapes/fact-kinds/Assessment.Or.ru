# An assessment puts no value on anything.
DELETE WHERE { :assessment kzit:epithet ?value }
