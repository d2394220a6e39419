# There are two official names in English.
INSERT DATA { :ruritania kzit:officialName "Ruritania"@en }
