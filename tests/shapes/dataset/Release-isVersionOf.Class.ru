# The release is one of a dataset that is not in the catalogue's terms.
DELETE DATA { :dataset dcat:hasVersion <https://example.org/id/dataset/0.9.0> . <https://example.org/id/dataset/1.0.0> dcat:previousVersion <https://example.org/id/dataset/0.9.0> } ;
DELETE WHERE { <https://example.org/id/dataset/0.9.0> ?property ?value } ;
INSERT DATA {
  :wikidata dcat:hasVersion <https://example.org/id/wikidata/0.9.0> .
  <https://example.org/id/wikidata/0.9.0> a dcat:Resource ; dcat:version "0.9.0" ; dcat:isVersionOf :wikidata ; dcterms:issued "2002-01-01"^^xsd:date
}
