"""What the graph says about one thing, and the evidence for it."""
