# The dataset has no description.
DELETE WHERE { :dataset dcterms:description ?value }
