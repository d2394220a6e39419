"""The SPARQL endpoint: the SPARQL 1.1 Protocol over HTTP, with the version parameter of the SPARQL 1.2 draft and the method QUERY."""
