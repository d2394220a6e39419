# Set the version of an ontology to that of a release, with the previous release (OWL 2, section 3.1).
# The project's vocabulary has the development version.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE { $ontology ?property ?stated }
WHERE {
  $ontology ?property ?stated
  VALUES ?property { owl:versionIRI owl:versionInfo owl:priorVersion }
} ;

DELETE { $ontology dcterms:bibliographicCitation ?stated }
INSERT { $ontology dcterms:bibliographicCitation $citation }
WHERE { $ontology dcterms:bibliographicCitation ?stated } ;

INSERT { $ontology owl:versionIRI $release ; owl:versionInfo $version ; owl:priorVersion $previous }
WHERE {}
