"""Measurements of this program against what a user would pick instead, and the data that they are made on."""
