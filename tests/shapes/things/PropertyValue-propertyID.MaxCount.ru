# An identifier has two of schema:propertyID.
INSERT DATA { :ruritania-code schema:propertyID "ISO 3166-1 alpha-3" }
