# The ontology has no creator.
DELETE WHERE { :vocabulary dcterms:creator ?value }
