# The version of a release has a leading zero.
DELETE DATA { :dataset dcat:hasVersion <https://example.org/id/dataset/0.9.0> . <https://example.org/id/dataset/1.0.0> dcat:previousVersion <https://example.org/id/dataset/0.9.0> } ;
DELETE WHERE { <https://example.org/id/dataset/0.9.0> ?property ?value } ;
INSERT DATA {
  :dataset dcat:hasVersion <https://example.org/id/dataset/0.09.0> .
  <https://example.org/id/dataset/0.09.0> a dcat:Resource ; dcat:version "0.09.0" ; dcat:isVersionOf :dataset ; dcterms:issued "2002-01-01"^^xsd:date
}
