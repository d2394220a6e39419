# Carries data of the vocabulary 0.1 over to 0.2. docs/migration.md says how to run it, what changed and why.
#
# Run it once, on all data of a project together with the code lists of 0.2, in one graph. Times become literals, which the
# rules of ontology/rules/ turn into shared time spans afterwards.

PREFIX epithet: <https://w3id.org/kzit/concept/epithet/>
PREFIX ground: <https://w3id.org/kzit/concept/ground/>
PREFIX hedge: <https://w3id.org/kzit/concept/hedge/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX m8g: <http://data.europa.eu/m8g/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX relation-type: <https://w3id.org/kzit/concept/relation-type/>
PREFIX schema: <https://schema.org/>
PREFIX scheme: <https://w3id.org/kzit/concept/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX temporal-mode: <https://w3id.org/kzit/concept/temporal-mode/>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# 1. Inference has its own property. Between documents, prov:wasDerivedFrom meant that one relays the other.
DELETE { ?document prov:wasDerivedFrom ?origin }
INSERT { ?document kzit:relays ?origin }
WHERE { ?document a kzit:SourceDocument ; prov:wasDerivedFrom ?origin . ?origin a kzit:SourceDocument } ;

DELETE { ?fact prov:wasDerivedFrom ?premise }
INSERT { ?fact kzit:inferredFrom ?premise }
WHERE { ?fact kzit:claimedBy ?claimant ; prov:wasDerivedFrom ?premise } ;

# 2. kzit:concerns had five meanings; the kind of the fact and of the thing says which one is meant.
DELETE { ?fact kzit:concerns ?thing }
INSERT { ?fact kzit:effect ?thing }
WHERE { ?fact a kzit:Influence ; kzit:concerns ?thing } ;

DELETE { ?fact kzit:concerns ?thing }
INSERT { ?fact kzit:aim ?thing }
WHERE { ?fact a kzit:Goal ; kzit:concerns ?thing } ;

# Relations were valued through the fact that they were set up. If they are described as a thing, it is valued now.
DELETE { ?fact kzit:concerns ?established }
INSERT { ?fact kzit:valued ?relations }
WHERE {
    ?fact a kzit:Assessment ; kzit:concerns ?established .
    ?established a kzit:Occurrence ; kzit:participant ?one , ?other .
    FILTER (STR(?one) < STR(?other))
    ?relations a kzit:Relations ; kzit:affiliation ?one , ?other .
} ;

DELETE { ?fact kzit:concerns ?thing }
INSERT { ?fact kzit:valued ?thing }
WHERE { ?fact a kzit:Assessment ; kzit:concerns ?thing } ;

DELETE { ?fact kzit:concerns ?event }
INSERT { ?fact kzit:event ?event }
WHERE { ?fact kzit:concerns ?event . ?event a kzit:Event } ;

DELETE { ?fact kzit:concerns ?thing }
INSERT { ?fact kzit:object ?thing }
WHERE { ?fact kzit:concerns ?thing } ;

# 3. Stance repeated what the kind and the premises say. What was reported, took place.
INSERT { ?fact kzit:status status:took-place }
WHERE { ?fact a kzit:Occurrence } ;

DELETE { ?fact kzit:stance ?stance }
WHERE { ?fact kzit:stance ?stance } ;

# 4. The property says how a fact sits in time, no longer its span. The fact says how often it recurs.
INSERT { ?fact m8g:frequency ?frequency }
WHERE { ?fact kzit:time/m8g:frequency ?frequency } ;

DELETE { ?fact kzit:time ?span }
INSERT { ?fact ?way ?literal }
WHERE {
    ?fact kzit:time ?span .
    OPTIONAL { ?span kzit:temporalMode ?mode }
    OPTIONAL { ?span kzit:statedAs ?stated }
    OPTIONAL { ?span kzit:earliest ?earliest }
    OPTIONAL { ?span kzit:latest ?latest }
    # Of anything but an occurrence, "within" said that it held at some time in the span.
    BIND (EXISTS { ?fact a kzit:Occurrence } AS ?happened)
    BIND (IF(COALESCE(?mode IN (temporal-mode:up-to, temporal-mode:recurring), false), kzit:throughout,
        IF(?happened && COALESCE(?mode != temporal-mode:as-of, true), kzit:within, kzit:asOf)) AS ?way)
    BIND (COALESCE(STR(?stated), "") AS ?text)
    BIND (COALESCE(STR(?earliest), "") AS ?from)
    BIND (COALESCE(STR(?latest), "") AS ?to)
    BIND (IF(STRSTARTS(?text, "P") && ?to != "", CONCAT(?text, "/", ?to),
        IF(?text != "" && !STRSTARTS(?text, "P"), ?text, IF(?from = ?to, ?from, CONCAT(?from, "/", ?to)))) AS ?literal)
    FILTER (?literal != "")
} ;

# 5. An amount was a thing of its own; its figure now stands on the measurement, with its unit and bounds.
DELETE { ?fact kzit:amount ?amount }
INSERT { ?fact schema:value ?value ; schema:unitCode ?unit ; kzit:hedge ?hedge ; schema:minValue ?least ; schema:maxValue ?most }
WHERE {
    ?fact kzit:amount ?amount .
    ?amount schema:value ?value ; schema:currency ?code .
    BIND (IRI(CONCAT(STR(unit:), ?code)) AS ?unit)
    OPTIONAL {
        ?amount kzit:hedge ?hedge .
        OPTIONAL { ?hedge schema:minValue ?lower }
        OPTIONAL { ?hedge schema:maxValue ?upper }
    }
    BIND (BOUND(?lower) || BOUND(?upper) AS ?bounded)
    BIND (IF(?bounded, ?value * ?lower, ?value) AS ?min)
    BIND (IF(?bounded, ?value * ?upper, ?value) AS ?max)
    BIND (IF(?min = FLOOR(?min), STRDT(REPLACE(STR(?min), "[.]0*$", ""), xsd:integer), ?min) AS ?least)
    BIND (IF(?max = FLOOR(?max), STRDT(REPLACE(STR(?max), "[.]0*$", ""), xsd:integer), ?max) AS ?most)
} ;

DELETE { ?amount ?property ?value }
WHERE { ?amount a kzit:Amount ; ?property ?value } ;

# 6. What the passage leaves unsaid is a reading, which says for which role it was supplied.
INSERT { ?reading a kzit:Reading ; rdf:subject ?fact ; rdf:predicate ?role ; rdf:object ?thing ; kzit:ground ground:context }
WHERE {
    ?fact kzit:implied ?thing .
    VALUES ?role { kzit:actor kzit:counterpart kzit:host kzit:featured kzit:participant kzit:place kzit:framework }
    ?fact ?role ?thing .
    BIND (REPLACE(STR(?role), "^.*#", "") AS ?roleName)
    BIND (IRI(CONCAT(STR(?fact), "-reads-", ?roleName, "-", REPLACE(STR(?thing), "^.*[/#]", ""))) AS ?reading)
} ;

DELETE { ?fact kzit:implied ?thing }
WHERE { ?fact kzit:implied ?thing } ;

# 7. A group has no quantifier: how a source counts is a hedge of the fact. So groups can be shared.
DELETE { ?group a kzit:UnnamedGroup ; kzit:quantifier ?quantifier }
INSERT { ?group a kzit:Group , prov:Agent }
WHERE { ?group a kzit:UnnamedGroup . OPTIONAL { ?group kzit:quantifier ?quantifier } } ;

# A group of one source that is described among the shared things under the same name becomes that one.
DELETE { ?subject ?property ?own . ?own ?ownProperty ?value }
INSERT { ?subject ?property ?shared }
WHERE {
    ?own a kzit:Group ; skos:prefLabel ?name ; ?ownProperty ?value .
    ?shared a kzit:Group ; skos:prefLabel ?name .
    FILTER (LANG(?name) = "en" && STRLEN(STR(?shared)) < STRLEN(STR(?own)))
    OPTIONAL { ?subject ?property ?own }
} ;

# 8. An agreement is one of several instruments. An official name is schema:legalName, which any body can have.
DELETE { ?thing a kzit:Agreement }
INSERT { ?thing a kzit:Instrument }
WHERE { ?thing a kzit:Agreement } ;

DELETE { ?thing kzit:officialName ?name }
INSERT { ?thing schema:legalName ?name }
WHERE { ?thing kzit:officialName ?name } ;

# 9. "International", "specialised" and "key" are no opinions, and "regular" is a frequency.
DELETE { ?fact kzit:epithet ?word }
WHERE { VALUES ?word { epithet:international epithet:key epithet:specialized } ?fact kzit:epithet ?word } ;

DELETE { ?fact kzit:hedge hedge:regular }
WHERE { ?fact kzit:hedge hedge:regular } ;

DELETE { ?concept ?property ?value }
WHERE {
    {
        VALUES ?scheme { scheme:quantifier scheme:stance scheme:temporal-mode }
        ?concept skos:inScheme ?scheme .
    } UNION {
        VALUES ?concept { epithet:international epithet:key epithet:specialized hedge:regular scheme:quantifier scheme:stance scheme:temporal-mode }
    }
    ?concept ?property ?value .
} ;

DELETE { relation-type:experience skos:broader ?group }
WHERE { relation-type:experience skos:broader ?group } ;

# The word is a superlative.
DELETE { epithet:largest skos:prefLabel "ірі"@kk }
INSERT { epithet:largest skos:prefLabel "ең ірі"@kk }
WHERE { epithet:largest skos:prefLabel "ірі"@kk } ;

# 10. The spans of 0.1 are replaced by the shared ones.
DELETE { ?span ?property ?value }
WHERE {
    ?span a kzit:TimeSpan ; ?property ?value .
    FILTER NOT EXISTS { ?fact kzit:time ?span }
} ;

# 11. What an agent says in a document that relays a text of that agent was stated in that text.
INSERT { ?fact kzit:statedIn ?origin }
WHERE {
    ?fact kzit:claimedBy ?agent ; kzit:evidence/oa:hasSource/kzit:relays ?origin .
    ?origin schema:publisher ?agent .
}
