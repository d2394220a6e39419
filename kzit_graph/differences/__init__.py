"""The differences between two versions of a dataset."""
