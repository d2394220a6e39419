# The base IRI is an IRI instead of text.
DELETE WHERE { :dataset void:uriSpace ?value } ;
INSERT DATA { :dataset void:uriSpace <https://example.org/> }
