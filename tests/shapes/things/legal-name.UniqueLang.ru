# There are two legal names in English.
INSERT DATA { :ruritania schema:legalName "Ruritania"@en }
