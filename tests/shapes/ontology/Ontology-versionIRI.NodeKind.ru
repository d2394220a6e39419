# The IRI of the version is text.
DELETE WHERE { :vocabulary owl:versionIRI ?value } ;
INSERT DATA { :vocabulary owl:versionIRI "https://example.org/voc/1.0.0" }
