"""Releases: planned, stamped, cited and deposited."""
