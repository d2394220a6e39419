# Problem: a triple with a blank node cannot be named, so DELETE DATA cannot remove it.
# Repair: remove every triple of the graph that has one.
DELETE {
  GRAPH $graph {
    ?subject ?predicate ?object .
  }
}
WHERE {
  GRAPH $graph {
    ?subject ?predicate ?object .
  }
  FILTER (isBlank(?subject) || isBlank(?object))
}
