# A release with a higher last number is out.
DELETE WHERE { :dataset dcat:version ?value } ;
INSERT DATA {
  :dataset dcat:version "1.0.9" ; dcat:hasVersion <https://example.org/id/dataset/1.0.10> .
  <https://example.org/id/dataset/1.0.10> a dcat:Resource ; dcat:version "1.0.10" ; dcat:isVersionOf :dataset ; dcterms:issued "2002-01-03"^^xsd:date
}
