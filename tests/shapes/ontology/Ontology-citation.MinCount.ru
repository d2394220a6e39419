# The ontology has no citation.
DELETE WHERE { :vocabulary dcterms:bibliographicCitation ?value }
