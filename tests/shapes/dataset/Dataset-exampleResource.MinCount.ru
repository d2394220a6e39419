# The dataset names no example.
DELETE WHERE { :dataset void:exampleResource ?value }
