# The dataset has no base IRI.
DELETE WHERE { :dataset void:uriSpace ?value }
