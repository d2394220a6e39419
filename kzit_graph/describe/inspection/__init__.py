"""Describe what the program understands of a project, and what it guesses."""
