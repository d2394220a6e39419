# The example is text.
DELETE WHERE { :Term skos:example ?value } ;
INSERT DATA { :Term skos:example "Ruritania" }
