"""The statements of a project's data as they were written, and the store that queries read."""
