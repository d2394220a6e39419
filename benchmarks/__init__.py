"""Measures the commands side by side with what a user would pick instead: `make bench`, `make bench-quick`.

    inputs ──► works: which peers do what, how often ──► rounds: A B C A B C … ──► figures: ratios, pair by pair
                      peers/: the command lines           meter: one process tree       targets, regressions
                                                                                             └──► report: RESULTS.md, results.json

Nothing in kzit_graph imports this package.
"""
