# An identifier has a stray property.
INSERT DATA { :ruritania-code schema:url <https://example.org/> }
