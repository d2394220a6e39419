"""Describe a thing with its facts, and check the evidence of facts."""
