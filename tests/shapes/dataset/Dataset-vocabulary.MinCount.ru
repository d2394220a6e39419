# The dataset names no vocabulary.
DELETE WHERE { :dataset void:vocabulary ?value }
