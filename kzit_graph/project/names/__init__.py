"""The names of things, found by what people type: in any script, with typos."""
