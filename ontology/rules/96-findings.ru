# How do the answers of a matter stand to each other? A matter with several facts gets a finding, a concept of the scheme finding.
#
# Answers are compared by their bounds, so no pairs are formed: intervals on a line all meet exactly if the greatest lower bound does
# not pass the least upper bound. Copies count as one text: who repeats another is no second voice. The terms in short: serve
# these rules alone and are removed at the end.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX finding: <https://w3id.org/kzit/concept/finding/>
PREFIX hedge: <https://w3id.org/kzit/concept/hedge/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX relation-type: <https://w3id.org/kzit/concept/relation-type/>
PREFIX schema: <https://schema.org/>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX slot: <https://w3id.org/kzit/concept/slot/>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX trend: <https://w3id.org/kzit/concept/trend/>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>

# A document that is said to copy another.
INSERT { ?copy short:copies ?original }
WHERE { ?claim kzit:relationType relation-type:feeds ; kzit:effect ?copy ; kzit:factor ?original } ;

# The text of a fact, its utterance or document, and the one that it goes back to, followed through what it relays or is said to copy.
# What is inferred was stated by nobody, and has none.
INSERT { ?fact short:text ?text ; short:root ?root ; short:speaker ?claimant }
WHERE {
    ?fact kzit:matter ?matter ; kzit:claimedBy ?claimant ; kzit:evidence/oa:hasSource ?document .
    OPTIONAL { ?fact kzit:statedIn ?utterance }
    BIND (COALESCE(?utterance, ?document) AS ?text)
    ?text (kzit:relays|short:copies)* ?root .
    FILTER NOT EXISTS { ?root kzit:relays|short:copies ?deeper }
    FILTER NOT EXISTS { ?fact kzit:inferredFrom ?premise }
} ;

# Who repeats a text speaks for those who answer the same question in it.
INSERT { ?fact short:speaker ?author }
WHERE {
    ?fact kzit:matter ?matter ; short:text ?text .
    ?text (kzit:relays|short:copies)+ ?original .
    ?told short:text ?original ; kzit:matter ?matter ; kzit:claimedBy ?author .
} ;

# Two facts are independent if they share neither a speaker nor a text that they go back to.
INSERT { ?matter short:independent true }
WHERE {
    {
        SELECT ?matter
        WHERE { ?any kzit:matter ?matter ; short:root ?text ; short:speaker ?voice }
        GROUP BY ?matter
        HAVING (COUNT(DISTINCT ?text) > 1 && COUNT(DISTINCT ?voice) > 1)
    }
    ?one kzit:matter ?matter ; short:root ?root ; short:speaker ?speaker .
    ?other kzit:matter ?matter ; short:root ?otherRoot ; short:speaker ?otherSpeaker .
    FILTER (STR(?root) < STR(?otherRoot) && ?speaker != ?otherSpeaker)
    FILTER NOT EXISTS { ?one short:root ?shared . ?other short:root ?shared }
    FILTER NOT EXISTS { ?one short:speaker ?same . ?other short:speaker ?same }
} ;

# Matters with several facts, and whether one voice alone is heard in them.
INSERT { ?matter short:voices ?voices }
WHERE {
    {
        SELECT ?matter
        WHERE { ?fact kzit:matter ?matter }
        GROUP BY ?matter
        HAVING (COUNT(DISTINCT ?fact) > 1)
    }
    BIND (IF(EXISTS { ?matter short:independent true }, "several", "one") AS ?voices)
} ;

# Facts that tell of a plan, and matters in which it is also told what came of it: a plan that changed is no clash.
INSERT { ?fact short:plan true }
WHERE {
    VALUES ?status { status:planned status:postponed status:cancelled }
    ?fact kzit:status ?status ; kzit:matter ?matter .
} ;

INSERT { ?matter short:reported true }
WHERE {
    ?matter short:voices ?any .
    FILTER EXISTS { ?fact kzit:matter ?matter . FILTER NOT EXISTS { ?fact short:plan true } }
    FILTER EXISTS { ?plan kzit:matter ?matter ; short:plan true }
} ;

# The day of an event, and the day on which a holder took up a post.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (MAX(?from) AS ?floor) (MIN(?to) AS ?ceiling) (COUNT(DISTINCT ?days) AS ?spans)
        WHERE {
            VALUES (?slot ?property) { (slot:day kzit:within) (slot:holder-day kzit:since) }
            ?matter dcterms:type ?slot ; short:voices ?any .
            ?fact kzit:matter ?matter ; ?property ?span .
            OPTIONAL { ?span kzit:earliest ?earliest }
            OPTIONAL { ?span kzit:latest ?latest }
            BIND (COALESCE(STR(?earliest), "0000") AS ?from)
            BIND (COALESCE(STR(?latest), "9999") AS ?to)
            BIND (CONCAT(?from, "/", ?to) AS ?days)
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(?floor > ?ceiling, finding:clash, IF(?voices = "one", finding:one-voice, IF(?spans > 1, finding:precision, finding:agreement))) AS ?finding)
} ;

# A plan, beside what came of it: a plan that changed is no clash.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (MAX(?from) AS ?floor) (MIN(?to) AS ?ceiling) (SUM(?off) AS ?put)
        WHERE {
            ?matter dcterms:type slot:plan .
            ?fact kzit:matter ?matter ; kzit:status ?status .
            OPTIONAL { ?fact kzit:within ?span . OPTIONAL { ?span kzit:earliest ?earliest } OPTIONAL { ?span kzit:latest ?latest } }
            BIND (IF(?status IN (status:postponed, status:cancelled), 1, 0) AS ?off)
            BIND (COALESCE(STR(?earliest), "0000") AS ?from)
            BIND (COALESCE(STR(?latest), "9999") AS ?to)
        }
        GROUP BY ?matter
    }
    OPTIONAL { ?matter short:voices ?voices }
    OPTIONAL {
        SELECT ?matter (COUNT(?fact) > 0 AS ?held) (MAX(?as) AS ?kept)
        WHERE {
            ?matter dcterms:type slot:plan ; dcterms:subject ?event .
            ?plan kzit:matter ?matter .
            ?fact kzit:event ?event ; a kzit:Occurrence ; kzit:status ?status .
            FILTER (?status IN (status:took-place, status:under-way))
            OPTIONAL { ?plan kzit:within ?planned }
            OPTIONAL { ?plan kzit:within/kzit:earliest ?plannedStart }
            OPTIONAL { ?plan kzit:within/kzit:latest ?plannedEnd }
            OPTIONAL { ?fact kzit:within ?span }
            OPTIONAL { ?fact kzit:within/kzit:earliest ?start }
            OPTIONAL { ?fact kzit:within/kzit:latest ?end }
            BIND (IF(BOUND(?planned) && BOUND(?span), IF(COALESCE(STR(?plannedStart) > STR(?end) || STR(?start) > STR(?plannedEnd), false), 0, 1),
                ?none) AS ?as)
        }
        GROUP BY ?matter
    }
    BIND (COALESCE(?held, false) AS ?came)
    FILTER (?came || BOUND(?voices))
    # That it came about says nothing of the time for which it was planned, unless both days are known.
    BIND (IF(?put > 0, IF(?came, finding:postponed-then-held, finding:postponed), IF(?floor > ?ceiling || COALESCE(?kept = 0, false),
        finding:changed, IF(BOUND(?kept), finding:held-as-planned, IF(?voices = "one", finding:one-voice, finding:agreement)))) AS ?finding)
    FILTER (BOUND(?finding))
} ;

# What the places, hosts, forms and levels in answers lie in, belong to or are kinds of.
INSERT { ?inner short:inside ?outer }
WHERE {
    VALUES ?property { kzit:place kzit:host kzit:form kzit:level }
    ?fact ?property ?inner ; kzit:matter ?matter .
    ?inner (schema:containedInPlace|kzit:affiliation|skos:broader)+ ?outer .
} ;

# Two answers of this kind differ if they name nothing in common, and nothing of one is inside what the other names.
INSERT { ?matter short:apart ?how }
WHERE {
    VALUES (?slot ?property) { (slot:place kzit:place) (slot:host kzit:host) (slot:form kzit:form) (slot:level kzit:level) }
    ?matter dcterms:type ?slot ; short:voices ?any .
    ?one kzit:matter ?matter ; ?property ?value .
    ?other kzit:matter ?matter ; ?property ?rival .
    FILTER (STR(?value) < STR(?rival) && ?one != ?other)
    FILTER NOT EXISTS { ?one ?property ?same . ?other ?property ?same }
    FILTER NOT EXISTS { ?one ?property ?inner . ?inner short:inside ?outer . ?other ?property ?outer }
    FILTER NOT EXISTS { ?other ?property ?inner . ?inner short:inside ?outer . ?one ?property ?outer }
    BIND (IF(EXISTS { ?matter short:reported true } && (EXISTS { ?one short:plan true } || EXISTS { ?other short:plan true }),
        finding:changed, finding:clash) AS ?how)
} ;

INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (COUNT(DISTINCT ?value) AS ?values)
        WHERE {
            VALUES (?slot ?property) { (slot:place kzit:place) (slot:host kzit:host) (slot:form kzit:form) (slot:level kzit:level) }
            ?matter dcterms:type ?slot ; short:voices ?any .
            ?fact kzit:matter ?matter ; ?property ?value .
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(EXISTS { ?matter short:apart finding:clash }, finding:clash, IF(EXISTS { ?matter short:apart finding:changed }, finding:changed,
        IF(?voices = "one", finding:one-voice, IF(?values > 1, finding:precision, finding:agreement)))) AS ?finding)
} ;

# When a holder was certainly in office: from the end of "since" or "as of" to the day on which it was told.
INSERT { ?fact short:begins ?begins ; short:ends ?ends ; short:source ?document }
WHERE {
    ?matter dcterms:type slot:holder .
    ?fact kzit:matter ?matter ; kzit:evidence ?passage .
    ?passage oa:hasSource ?document .
    ?document kzit:within ?issue .
    ?issue kzit:earliest ?told .
    OPTIONAL { ?fact kzit:since ?start . ?start kzit:latest ?since }
    OPTIONAL { ?fact kzit:asOf ?point . ?point kzit:earliest ?first ; kzit:latest ?last }
    OPTIONAL { ?fact kzit:until ?end . ?end kzit:earliest ?until }
    # All through 2012 to 2016: from a day of 2012 to one of 2016.
    OPTIONAL {
        ?fact kzit:throughout ?stretch .
        ?stretch kzit:earliest ?from ; kzit:latest ?to ; kzit:statedAs ?stated .
        BIND (STRBEFORE(STR(?stated), "/") AS ?firstPart)
        BIND (STRAFTER(STR(?stated), "/") AS ?lastPart)
        BIND (IF(STRLEN(?firstPart) = 4, CONCAT(?firstPart, "-12-31"), IF(STRLEN(?firstPart) = 7, CONCAT(?firstPart, "-31"), STR(?from))) AS ?entered)
        BIND (IF(STRLEN(?lastPart) = 4, CONCAT(?lastPart, "-01-01"), IF(STRLEN(?lastPart) = 7, CONCAT(?lastPart, "-01"), STR(?to))) AS ?left)
    }
    FILTER NOT EXISTS { ?fact short:plan true }
    BIND (STR(COALESCE(?since, ?entered, ?last)) AS ?begins)
    BIND (STR(COALESCE(?until, ?left, ?first, ?told)) AS ?ends)
    FILTER (BOUND(?begins) && ?begins <= ?ends)
} ;

# Of a list of holders in one document, each but the last is certain on the day of taking office alone.
DELETE { ?fact short:ends ?ends }
INSERT { ?fact short:ends ?begins }
WHERE {
    ?matter dcterms:type slot:holder .
    ?fact kzit:matter ?matter ; kzit:actor ?holder ; short:begins ?begins ; short:ends ?ends ; short:source ?document .
    ?next kzit:matter ?matter ; kzit:actor ?successor ; short:begins ?later ; short:source ?document ; kzit:since ?any .
    FILTER (?successor != ?holder && ?later > ?begins)
} ;

# Two holders who were certainly in office on one day, other than the day on which one followed the other.
INSERT { ?matter short:overlaps true }
WHERE {
    ?matter dcterms:type slot:holder .
    ?fact kzit:matter ?matter ; kzit:actor ?holder ; short:begins ?begins ; short:ends ?ends .
    ?rival kzit:matter ?matter ; kzit:actor ?other ; short:begins ?rivalBegins ; short:ends ?rivalEnds .
    FILTER (?other != ?holder && ?begins <= ?rivalEnds && ?rivalBegins <= ?ends)
    FILTER (?begins != ?rivalEnds || NOT EXISTS { ?fact kzit:since|kzit:throughout ?taken . ?rival kzit:until|kzit:throughout ?given })
    FILTER (?rivalBegins != ?ends || NOT EXISTS { ?rival kzit:since|kzit:throughout ?taken . ?fact kzit:until|kzit:throughout ?given })
} ;

# The holders of a post: those that overlap clash, others follow one another.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (COUNT(DISTINCT ?holder) AS ?holders)
        WHERE { ?matter dcterms:type slot:holder ; short:voices ?any . ?fact kzit:matter ?matter ; kzit:actor ?holder }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    OPTIONAL { ?matter short:overlaps ?overlap }
    BIND (IF(BOUND(?overlap), finding:clash, IF(?holders > 1, finding:succession, IF(?voices = "one", finding:one-voice, finding:agreement))) AS ?finding)
} ;

# The bounds of figures. A fall is stated as a positive number, so a growth that is falling lies below nothing.
INSERT { ?fact short:least ?least ; short:most ?most }
WHERE {
    ?matter dcterms:type slot:figure ; short:voices ?any .
    ?fact kzit:matter ?matter ; schema:unitCode ?unit .
    OPTIONAL { ?fact schema:minValue ?lower }
    OPTIONAL { ?fact schema:maxValue ?upper }
    BIND (EXISTS { ?fact kzit:trend trend:falling ; kzit:base ?before . ?before a kzit:TimeSpan } AS ?falls)
    BIND (IF(?falls, IF(BOUND(?upper), -(?upper), -1000000000000000), COALESCE(?lower, -1000000000000000)) AS ?least)
    BIND (IF(?falls, IF(BOUND(?lower), -(?lower), 1000000000000000), COALESCE(?upper, 1000000000000000)) AS ?most)
} ;

# Figures of one unit differ if their bounds do not meet, or meet only at an edge to which both were rounded, or which one is above and
# the other below. Plans are compared with one another only if nothing is told of what came of them.
INSERT { ?matter short:differs ?how }
WHERE {
    {
        SELECT ?matter ?unit ?how (MAX(?least) AS ?floor) (MIN(?most) AS ?ceiling)
        WHERE {
            VALUES ?how { finding:clash finding:changed }
            ?matter dcterms:type slot:figure ; short:voices ?any .
            ?fact kzit:matter ?matter ; schema:unitCode ?unit ; short:least ?least ; short:most ?most .
            FILTER (?how = finding:changed || NOT EXISTS { ?matter short:reported true . ?fact short:plan true })
        }
        GROUP BY ?matter ?unit ?how
    }
    FILTER (?floor > ?ceiling || (?floor = ?ceiling && (
        NOT EXISTS { ?edge kzit:matter ?matter ; schema:value ?value . FILTER (?value = ?floor || -(?value) = ?floor) }
        || EXISTS {
            VALUES (?over ?under) { (hedge:more-than hedge:less-than) (hedge:more-than hedge:at-most) (hedge:at-least hedge:less-than) }
            ?above kzit:matter ?matter ; kzit:hedge ?over ; short:least ?low .
            ?below kzit:matter ?matter ; kzit:hedge ?under ; short:most ?high .
            FILTER (?low = ?floor && ?high = ?floor)
        }
    )))
} ;

# The same number in two currencies: one of them is most likely a slip.
INSERT { ?matter short:echoes true }
WHERE {
    {
        SELECT ?matter ?value (COUNT(DISTINCT ?unit) AS ?units)
        WHERE {
            ?matter dcterms:type slot:figure ; short:voices ?any .
            ?fact kzit:matter ?matter ; schema:value ?value ; schema:unitCode ?unit .
            ?unit skos:broader unit:currency .
        }
        GROUP BY ?matter ?value
        HAVING (COUNT(DISTINCT ?unit) > 1)
    }
} ;

INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (COUNT(DISTINCT ?unit) AS ?units) (MIN(?sort) AS ?sorts) (COUNT(DISTINCT ?bounds) AS ?different)
        WHERE {
            ?matter dcterms:type slot:figure ; short:voices ?any .
            ?fact kzit:matter ?matter ; schema:unitCode ?unit .
            ?fact short:least ?least ; short:most ?most .
            OPTIONAL { ?unit skos:broader/skos:notation ?group }
            BIND (COALESCE(?group, "-") AS ?sort)
            BIND (CONCAT(STR(?least), "/", STR(?most)) AS ?bounds)
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(EXISTS { ?matter short:differs finding:clash }, finding:clash, IF(EXISTS { ?matter short:echoes true }, finding:clash-of-units,
        IF(EXISTS { ?matter short:differs finding:changed }, finding:changed, IF(?voices = "one", finding:one-voice,
        IF(?units > 1, IF(?sorts = "count", finding:scope, finding:unit), IF(?different > 1, finding:precision, finding:agreement)))))) AS ?finding)
} ;

# A whole and its parts in one source: their sum must meet the whole. A part without an upper bound leaves the sum open, and so does a
# list that is open or has one part: it can only be too large. A part that is told twice counts once.
INSERT { ?matter kzit:finding finding:does-not-add-up }
WHERE {
    {
        SELECT ?whole (SUM(?least) AS ?under) (SUM(?most) AS ?over) (COUNT(?part) = 1 || SUM(?examples) > 0 AS ?open)
        WHERE {
            {
                SELECT ?whole ?part (MIN(?lower) AS ?least) (MAX(?upper) AS ?most) (COUNT(?example) AS ?examples)
                WHERE {
                    ?fact dcterms:isPartOf ?whole ; kzit:matter ?part ; schema:unitCode ?unit .
                    ?whole schema:unitCode ?unit .
                    OPTIONAL { ?fact schema:minValue ?min }
                    OPTIONAL { ?fact schema:maxValue ?max }
                    BIND (COALESCE(?min, 0) AS ?lower)
                    BIND (COALESCE(?max, 1000000000000000) AS ?upper)
                    OPTIONAL { ?fact kzit:hedge ?example . FILTER (?example IN (hedge:example, hedge:open-list, hedge:mainly)) }
                }
                GROUP BY ?whole ?part
            }
        }
        GROUP BY ?whole
    }
    ?whole kzit:matter ?matter .
    OPTIONAL { ?whole schema:minValue ?wholeMin }
    OPTIONAL { ?whole schema:maxValue ?wholeMax }
    FILTER (COALESCE(?under > ?wholeMax, false) || (!?open && COALESCE(?over < ?wholeMin, false)))
} ;

DELETE { ?subject ?property ?value }
WHERE {
    VALUES ?property {
        short:copies short:text short:root short:speaker short:independent short:voices short:plan short:reported short:inside short:apart short:begins
        short:ends short:source short:overlaps short:least short:most short:differs short:echoes
    }
    ?subject ?property ?value .
}
