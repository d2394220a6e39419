# A reading has a stray property.
INSERT DATA { :reading schema:text "so"@en }
