"""The validation report and its formats."""
