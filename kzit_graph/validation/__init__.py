"""SHACL validation: engines, results and reports."""
