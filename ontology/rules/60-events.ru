# An event that is described nowhere takes its names from the first fact that tells of it.
#
# "short:eventType event-type:visit" on any of its facts says what sort of event it is.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { ?event a kzit:Event ; skos:prefLabel ?name }
WHERE {
    ?fact kzit:event ?event .
    FILTER NOT EXISTS { ?event a ?class }
    FILTER NOT EXISTS { ?other kzit:event ?event . FILTER (STR(?other) < STR(?fact)) }
    ?fact skos:prefLabel ?label .
    BIND (STRLANG(REPLACE(STR(?label), "[.]$", ""), LANG(?label)) AS ?name)
} ;

INSERT { ?event dcterms:type ?sort }
WHERE { ?fact short:eventType ?sort ; kzit:event ?event }
