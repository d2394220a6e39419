"""HTTP of the server: guard of requests, negotiation, conditions and ranges, problem documents, headers, bodies, files and budgets."""
