# An identifier has two of schema:value.
INSERT DATA { :ruritania-code schema:value "XS" }
