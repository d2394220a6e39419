"""What the pages of a site say about claims: read once from the statements, and the same for all pages, pictures and languages."""
