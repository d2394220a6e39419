"""Measures servers side by side: throughput, latency beside hostile queries, documents, memory and start."""
