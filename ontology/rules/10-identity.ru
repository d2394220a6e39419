# The IRI of a fact says its identifier and its passage.
#
# ".../p4s3-f1" has the identifier "p4s3-f1" and rests on the passage ".../p4s3"; further passages may be typed. A fact that
# types its identifier also types its passages.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { ?fact dcterms:identifier ?identifier ; kzit:evidence ?passage }
WHERE {
    ?kind rdfs:subClassOf kzit:Fact .
    ?fact a ?kind .
    FILTER NOT EXISTS { ?fact dcterms:identifier ?typed }
    BIND (REPLACE(STR(?fact), "^.*/", "") AS ?identifier)
    BIND (IF(REGEX(?identifier, "-f[0-9]+$"), IRI(REPLACE(STR(?fact), "-f[0-9]+$", "")), ?none) AS ?passage)
}
