# Problem: the data state the version that is being worked on; what is published is a release of its own.
# Repair: the dataset bears the release's version and day, and the release is described (DCAT 3, section 11).
# DCAT has dcat:version for datasets; owl:versionInfo is for ontologies. dcterms:issued stays the day of the first release.
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
