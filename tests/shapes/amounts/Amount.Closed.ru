# A property of an amount is misspelt.
INSERT DATA { :five-million schema:curency "USD" }
