"""The files of a project folder, each read once."""
