"""JSON-LD for people: contexts, compaction and documents."""
