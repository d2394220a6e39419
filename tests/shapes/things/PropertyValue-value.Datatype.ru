# The schema:value of an identifier has a language tag.
DELETE WHERE { :ruritania-code schema:value ?value } ;
INSERT DATA { :ruritania-code schema:value "XS"@en }
