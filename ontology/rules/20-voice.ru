# A fact without a claimant speaks with the voice that it names, else with that of its document.
#
# A voice is any node with short:claimedBy, and if need be short:statedIn and short:rendering. A fact that types its own
# claimant takes nothing from a voice.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX void: <http://rdfs.org/ns/void#>

INSERT { ?fact ?property ?value }
WHERE {
    ?kind rdfs:subClassOf kzit:Fact .
    ?fact a ?kind .
    FILTER NOT EXISTS { ?fact kzit:claimedBy ?claimant }
    FILTER NOT EXISTS { ?fact kzit:inferredFrom ?premise }
    OPTIONAL { ?fact short:voice ?named }
    BIND (COALESCE(?named, IRI(REPLACE(STR(?fact), "/[^/]*$", ""))) AS ?voice)
    VALUES (?default ?property) {
        (short:claimedBy kzit:claimedBy)
        (short:statedIn kzit:statedIn)
        (short:rendering kzit:rendering)
    }
    ?voice ?default ?value .
    FILTER NOT EXISTS { ?fact ?property ?own }
} ;

# What we infer is claimed by the publisher of the dataset.
INSERT { ?fact kzit:claimedBy ?publisher }
WHERE {
    ?dataset void:uriSpace ?base ; dcterms:publisher ?publisher .
    FILTER (STRSTARTS(STR(?dataset), ?base))
    ?kind rdfs:subClassOf kzit:Fact .
    ?fact kzit:inferredFrom ?premise ; a ?kind .
    FILTER NOT EXISTS { ?fact kzit:claimedBy ?claimant }
}
