# The ontology says not when it changed.
DELETE WHERE { :vocabulary dcterms:modified ?value }
