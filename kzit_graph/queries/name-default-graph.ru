# Move the default graph to a named graph, because GRAPH patterns do not match the default graph.
MOVE DEFAULT TO $graph
