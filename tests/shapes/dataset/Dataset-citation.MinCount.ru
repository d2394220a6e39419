# The dataset has no citation.
DELETE WHERE { :dataset dcterms:bibliographicCitation ?value }
