# The release follows two others.
INSERT DATA {
  :dataset dcat:hasVersion <https://example.org/id/dataset/0.8.0> .
  <https://example.org/id/dataset/0.8.0> a dcat:Resource ; dcat:version "0.8.0" ; dcat:isVersionOf :dataset ; dcterms:issued "2002-01-01"^^xsd:date .
  <https://example.org/id/dataset/1.0.0> dcat:previousVersion <https://example.org/id/dataset/0.8.0>
}
