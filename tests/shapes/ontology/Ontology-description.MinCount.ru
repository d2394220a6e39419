# The ontology has no description.
DELETE WHERE { :vocabulary dcterms:description ?value }
