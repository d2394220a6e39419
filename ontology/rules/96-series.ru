# What holds over a shorter time is no more than what holds over a longer one, a later figure may be smaller, and nothing came before a
# first. Runs after the matters and their findings.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX finding: <https://w3id.org/kzit/concept/finding/>
PREFIX hedge: <https://w3id.org/kzit/concept/hedge/>
PREFIX indicator: <https://w3id.org/kzit/concept/indicator/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX slot: <https://w3id.org/kzit/concept/slot/>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>
PREFIX void: <http://rdfs.org/ns/void#>

# A total over a longer time that is smaller than one over a part of it: one matter for the longer time, with the figures that do not fit.
# Rates, ranks and plans are left out. Amounts in two currencies are compared by a rate of the longer time, which is a mean: on a single
# day it may be off by a tenth. Without such a rate they cannot be compared.
INSERT {
    ?matter a kzit:Matter ; dcterms:type slot:part ; dcterms:subject ?indicator ; kzit:finding ?finding .
    ?part kzit:matter ?matter .
    ?whole kzit:matter ?matter .
}
WHERE {
    {
        SELECT ?part ?whole ?longer ?indicator ?unit ?wholeUnit ?least ?most ?first ?last
        WHERE {
            # The spans are compared first: few figures of a series lie in one another.
            {
                SELECT ?series ?part ?from ?end
                WHERE {
                    ?part kzit:throughout ?span ; kzit:matter ?shorter .
                    ?shorter dcterms:isPartOf ?series .
                    ?span kzit:latest ?end .
                    OPTIONAL { ?span kzit:earliest ?start }
                    BIND (COALESCE(STR(?start), "") AS ?from)
                }
            }
            {
                SELECT ?series ?whole ?longer ?wholeFrom ?first ?last
                WHERE {
                    ?whole kzit:throughout ?stretch ; kzit:matter ?longer .
                    ?longer dcterms:isPartOf ?series .
                    ?stretch kzit:latest ?last .
                    OPTIONAL { ?stretch kzit:earliest ?first }
                    BIND (COALESCE(STR(?first), "") AS ?wholeFrom)
                }
            }
            FILTER ((?from = "") = (?wholeFrom = "") && ?wholeFrom <= ?from && STR(?end) <= STR(?last)
                && (?wholeFrom < ?from || STR(?end) < STR(?last)))
            ?part schema:unitCode ?unit ; schema:minValue ?least ; kzit:indicator ?indicator .
            ?whole schema:unitCode ?wholeUnit ; schema:maxValue ?most .
            FILTER (!(?unit IN (unit:percent, unit:rank)) && (?unit != ?wholeUnit || ?most < ?least))
            FILTER (?unit = ?wholeUnit || EXISTS { ?unit skos:broader unit:currency . ?wholeUnit skos:broader unit:currency })
            FILTER NOT EXISTS { ?part kzit:base ?priced }
            FILTER NOT EXISTS { ?unit skos:broader unit:rate }
            FILTER NOT EXISTS { VALUES ?open { status:planned status:postponed status:cancelled } ?part kzit:status ?open }
            FILTER NOT EXISTS { VALUES ?open { status:planned status:postponed status:cancelled } ?whole kzit:status ?open }
        }
    }
    OPTIONAL {
        ?rate kzit:indicator indicator:exchange-rate ; kzit:base ?wholeUnit ; schema:unitCode ?unit ; schema:maxValue ?above ; kzit:throughout ?year .
        ?year kzit:earliest ?yearStart ; kzit:latest ?yearEnd .
        FILTER (STR(?yearStart) <= STR(?first) && STR(?last) <= STR(?yearEnd))
    }
    OPTIONAL {
        ?inverse kzit:indicator indicator:exchange-rate ; kzit:base ?unit ; schema:unitCode ?wholeUnit ; schema:minValue ?below ; kzit:throughout ?sameYear .
        ?sameYear kzit:earliest ?sameStart ; kzit:latest ?sameEnd .
        FILTER (STR(?sameStart) <= STR(?first) && STR(?last) <= STR(?sameEnd))
    }
    BIND (IF(?unit = ?wholeUnit, true, IF(BOUND(?above), 1.1 * ?most * ?above < ?least, IF(BOUND(?below), 1.1 * ?most < ?below * ?least, ?none))) AS ?exceeds)
    BIND (IF(BOUND(?exceeds), IF(?exceeds, finding:falling-total, ?none), finding:unit) AS ?finding)
    FILTER (BOUND(?finding))
    BIND (IRI(REPLACE(STR(?longer), "/matter/", "/matter/part--")) AS ?matter)
} ;

# If some of its figures can be compared, a matter is not said to have units that cannot.
DELETE { ?matter kzit:finding finding:unit }
WHERE { ?matter dcterms:type slot:part ; kzit:finding finding:falling-total , finding:unit } ;

# A later day with a smaller figure may be true.
INSERT { ?series kzit:finding finding:fall }
WHERE {
    {
        SELECT DISTINCT ?series
        WHERE {
            ?matter dcterms:type slot:figure ; dcterms:isPartOf ?series .
            ?fact kzit:matter ?matter ; kzit:asOf ?span ; schema:unitCode ?unit ; schema:minValue ?least .
            FILTER (!(?unit IN (unit:percent, unit:rank)))
            ?span kzit:latest ?end .
            ?laterMatter dcterms:isPartOf ?series .
            ?later kzit:matter ?laterMatter ; kzit:asOf ?laterSpan ; schema:unitCode ?unit ; schema:maxValue ?laterMost .
            ?laterSpan kzit:latest ?laterEnd .
            FILTER (?laterMost < ?least && STR(?end) < STR(?laterEnd))
            FILTER NOT EXISTS { VALUES ?open { status:planned status:postponed status:cancelled } ?fact kzit:status ?open }
            FILTER NOT EXISTS { VALUES ?open { status:planned status:postponed status:cancelled } ?later kzit:status ?open }
        }
    }
} ;

# The first of a series: what lies wholly before it refutes it, as does another first; of the only one, whatever lies before the document
# does. The members of a series are the events that name it as their framework. Where the claim is of one level, such as official
# visits, and no level of an earlier event is told, the two may differ in scope.
INSERT {
    ?matter a kzit:Matter ; dcterms:type slot:first ; dcterms:subject ?series ; short:sure ?sure .
    ?claim kzit:matter ?matter .
    ?other kzit:matter ?matter .
}
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    {
        ?claim kzit:indicator indicator:order-in-series ; schema:value 1 ; kzit:framework ?series ; kzit:event ?event .
        {
            SELECT ?event (MIN(STR(?earliest)) AS ?start)
            WHERE {
                ?any kzit:indicator indicator:order-in-series ; kzit:event ?event .
                ?told kzit:event ?event ; a kzit:Occurrence ; kzit:within/kzit:earliest ?earliest .
            }
            GROUP BY ?event
        }
        ?other kzit:framework ?series ; a kzit:Occurrence ; kzit:status ?status ; kzit:event ?rival ; kzit:within/kzit:latest ?end .
        FILTER (?rival != ?event && ?status IN (status:took-place, status:under-way))
        OPTIONAL { ?claim kzit:hedge ?only ; kzit:evidence/oa:hasSource/kzit:within/kzit:earliest ?issued . FILTER (?only = hedge:only) }
        FILTER (STR(?end) < ?start || COALESCE(STR(?end) < STR(?issued), false))
        BIND (EXISTS { ?claim kzit:level ?level } AS ?narrow)
        BIND (EXISTS { ?claim kzit:level ?level . ?same kzit:event ?rival ; kzit:level ?level } AS ?alike)
        FILTER (!?narrow || ?alike || NOT EXISTS { ?unlike kzit:event ?rival ; kzit:level ?any })
        BIND (!?narrow || ?alike AS ?sure)
    } UNION {
        ?claim kzit:indicator indicator:order-in-series ; schema:value 1 ; kzit:framework ?series ; kzit:event ?event .
        ?other kzit:indicator indicator:order-in-series ; schema:value 1 ; kzit:framework ?series ; kzit:event ?rival .
        FILTER (?rival != ?event)
        FILTER (EXISTS { ?claim kzit:level ?level } = EXISTS { ?other kzit:level ?rivalLevel })
        FILTER (NOT EXISTS { ?claim kzit:level ?any } || EXISTS { ?claim kzit:level ?shared . ?other kzit:level ?shared })
        BIND (true AS ?sure)
    }
    BIND (IF(STRSTARTS(STR(?series), ?base), STRAFTER(STR(?series), ?base), STR(?series)) AS ?path)
    BIND (IRI(CONCAT(?base, "matter/first--", REPLACE(REPLACE(?path, "^id/", ""), "[/:#]+", "--"))) AS ?matter)
} ;

INSERT { ?matter kzit:finding ?finding }
WHERE {
    ?matter dcterms:type slot:first .
    BIND (IF(EXISTS { ?matter short:sure true }, finding:clash, finding:scope) AS ?finding)
} ;

DELETE { ?matter short:sure ?sure }
WHERE { ?matter short:sure ?sure }
