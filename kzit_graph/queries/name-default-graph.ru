# Problem: triples of files that name no graph are in the default graph, where GRAPH does not see them.
# Repair: put them into a named graph.
MOVE DEFAULT TO $graph
