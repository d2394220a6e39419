# An occurrence without a status took place. Any other fact without a time holds as of the day of its document.

PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX status: <https://w3id.org/kzit/concept/status/>

INSERT { ?fact kzit:status status:took-place }
WHERE {
    ?fact a kzit:Occurrence .
    FILTER NOT EXISTS { ?fact kzit:status ?typed }
} ;

INSERT { ?fact kzit:asOf ?span }
WHERE {
    ?kind rdfs:subClassOf kzit:Fact .
    FILTER (?kind != kzit:Occurrence)
    ?fact a ?kind .
    FILTER NOT EXISTS { ?fact kzit:inferredFrom ?premise }
    FILTER NOT EXISTS { VALUES ?way { kzit:time kzit:within kzit:throughout kzit:asOf kzit:since kzit:until } ?fact ?way ?typed }
    BIND (IRI(REPLACE(STR(?fact), "/[^/]*$", "")) AS ?document)
    ?document kzit:within ?span .
}
