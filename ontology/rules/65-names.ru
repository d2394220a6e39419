# A name that a fact gives to its object is an alternative label of that thing, so each such label has a passage behind it.

PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { ?thing skos:altLabel ?name }
WHERE {
    ?fact kzit:namedAs ?name ; kzit:object ?thing .
    FILTER NOT EXISTS { ?thing skos:prefLabel ?name }
}
