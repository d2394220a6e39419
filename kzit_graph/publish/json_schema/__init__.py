"""A JSON Schema of the JSON-LD dump."""
