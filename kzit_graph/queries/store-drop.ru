# Problem: the store holds a graph that the data no longer has, or has with other triples.
# Repair: drop it; silently, since a store can forget a graph that is empty.
DROP SILENT GRAPH $graph
