# The address is text instead of an IRI.
DELETE WHERE { :gazette schema:url ?value } ;
INSERT DATA { :gazette schema:url "https://example.org/gazette" }
