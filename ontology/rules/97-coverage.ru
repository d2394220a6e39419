# The period that the data cover: from the first day to the last one of all times that facts and documents have. Dates that are typed
# stay.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX void: <http://rdfs.org/ns/void#>

INSERT { ?period dcat:startDate ?start ; dcat:endDate ?end }
WHERE {
    ?dataset void:uriSpace ?base ; dcterms:temporal ?period .
    FILTER (STRSTARTS(STR(?dataset), ?base))
    FILTER NOT EXISTS { ?period dcat:startDate ?typedStart }
    FILTER NOT EXISTS { ?period dcat:endDate ?typedEnd }
    { SELECT (MIN(?earliest) AS ?start) WHERE { ?span kzit:earliest ?earliest } }
    { SELECT (MAX(?latest) AS ?end) WHERE { ?span kzit:latest ?latest } }
}
