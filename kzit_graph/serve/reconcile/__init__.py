"""The Reconciliation Service API 0.2: match names in someone's table to things of the graph, as OpenRefine does.

`requests` reads what clients send, `matching` finds candidates, `calls` are the functions that a worker runs, `routes` the HTTP routes.
"""
