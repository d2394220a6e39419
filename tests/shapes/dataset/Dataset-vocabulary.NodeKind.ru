# The vocabulary is text.
DELETE WHERE { :dataset void:vocabulary ?value } ;
INSERT DATA { :dataset void:vocabulary "schema.org" }
