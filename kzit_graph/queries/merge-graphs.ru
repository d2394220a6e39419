# Put the triples of all named graphs into the default graph, each triple once.
INSERT { ?subject ?predicate ?object } WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
