# The IRI of a language does not end in its code.
INSERT DATA { :dataset dcterms:language <https://example.org/English> }
