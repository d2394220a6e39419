"""The words of pages in each language: those of the interface, and the names of terms."""
