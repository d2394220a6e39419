# The dataset has no licence.
DELETE WHERE { :dataset dcterms:license ?value }
