"""The data of the scripts of pages: search and query console."""
