# An amount has no currency.
DELETE WHERE { :five-million schema:currency ?value }
