# A country has no code.
DELETE WHERE { :ruritania schema:identifier ?value }
