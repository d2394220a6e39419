# Set the version and date of the dataset to those of a release, and describe the release (DCAT 3, section 11).
# The project's data have the development version. Datasets have dcat:version; owl:versionInfo is for ontologies.
# dcterms:issued remains the date of the first release.
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { GRAPH $graph { $dataset ?property ?stated } }
WHERE {
  GRAPH $graph { $dataset ?property ?stated }
  VALUES ?property { dcat:version dcat:hasCurrentVersion dcterms:modified dcterms:bibliographicCitation }
} ;

INSERT { GRAPH $graph { $dataset dcterms:issued $day } }
WHERE { FILTER NOT EXISTS { GRAPH $graph { $dataset dcterms:issued ?stated } } } ;

INSERT {
  GRAPH $graph {
    $dataset dcat:version $version ;
      dcat:hasVersion $release ;
      dcat:hasCurrentVersion $release ;
      dcterms:modified $day ;
      dcterms:bibliographicCitation $citation .
    $release a dcat:Resource ;
      dcat:version $version ;
      dcat:isVersionOf $dataset ;
      dcat:previousVersion $previous ;
      dcterms:issued $day .
  }
}
WHERE {}
