# An amount has no value.
DELETE WHERE { :five-million schema:value ?value }
