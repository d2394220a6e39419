"""The routes besides /sparql: files and documents of a build, well-known addresses, reconciliation, and the server itself."""
