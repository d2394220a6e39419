# The base IRI ends in a letter.
DELETE WHERE { :dataset void:uriSpace ?value } ;
INSERT DATA { :dataset void:uriSpace "https://example.org" }
