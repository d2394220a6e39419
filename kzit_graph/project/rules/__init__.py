"""The rules of a project, which write what can be derived from what was typed. See docs/rules.md."""
