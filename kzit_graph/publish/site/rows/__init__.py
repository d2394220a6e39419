"""Tables of facts: their rows, citations and facets, and the zips in which readers take them away."""
