# The ontology says not when it was made.
DELETE WHERE { :vocabulary dcterms:created ?value }
