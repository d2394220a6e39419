# An identifier has no schema:value.
DELETE WHERE { :ruritania-code schema:value ?value }
