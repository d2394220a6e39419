# The schema:propertyID of an identifier has a language tag.
DELETE WHERE { :ruritania-code schema:propertyID ?value } ;
INSERT DATA { :ruritania-code schema:propertyID "ISO 3166-1 alpha-3"@en }
