"""Write compacted JSON-LD: contexts, compaction and documents."""
