"""Start a project from a template, and update it when the template has changed."""
