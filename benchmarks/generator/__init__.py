"""What `benchmarks.workload` is made of, from the bottom up: Turtle, names, countries, facts, sources, mistakes, broken cases, files."""
