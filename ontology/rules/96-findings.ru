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
PREFIX schema: <https://schema.org/>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX slot: <https://w3id.org/kzit/concept/slot/>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>

# The text that a fact goes back to: its utterance or document, followed through what it relays or is said to copy.
INSERT { ?fact short:root ?root }
WHERE {
    ?fact kzit:matter ?matter ; kzit:evidence/oa:hasSource ?document .
    OPTIONAL { ?fact kzit:statedIn ?utterance }
    BIND (COALESCE(?utterance, ?document) AS ?first)
    ?first (kzit:relays|(^kzit:effect/kzit:factor))* ?root .
    FILTER NOT EXISTS { ?root kzit:relays|(^kzit:effect/kzit:factor) ?deeper }
} ;

# Matters with several facts, and whether one voice alone is heard in them.
INSERT { ?matter short:voices ?voices }
WHERE {
    {
        SELECT ?matter (IF(COUNT(DISTINCT ?claimant) = 1 || COUNT(DISTINCT ?root) < 2, "one", "several") AS ?voices)
        WHERE { ?fact kzit:matter ?matter ; kzit:claimedBy ?claimant . OPTIONAL { ?fact short:root ?root } }
        GROUP BY ?matter
        HAVING (COUNT(DISTINCT ?fact) > 1)
    }
} ;

# The day of an event, and the day on which a holder took up a post.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (MAX(?from) AS ?floor) (MIN(?to) AS ?ceiling) (COUNT(DISTINCT ?span) AS ?spans)
        WHERE {
            VALUES (?slot ?property) { (slot:day kzit:within) (slot:holder-day kzit:since) }
            ?matter dcterms:type ?slot ; short:voices ?any .
            ?fact kzit:matter ?matter ; ?property ?span .
            OPTIONAL { ?span kzit:earliest ?earliest }
            OPTIONAL { ?span kzit:latest ?latest }
            BIND (COALESCE(STR(?earliest), "0000") AS ?from)
            BIND (COALESCE(STR(?latest), "9999") AS ?to)
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
        SELECT ?matter (MAX(?as) AS ?kept)
        WHERE {
            ?matter dcterms:type slot:plan ; dcterms:subject ?event .
            ?plan kzit:matter ?matter .
            ?fact kzit:event ?event ; a kzit:Occurrence ; kzit:status ?status .
            FILTER (?status IN (status:took-place, status:under-way))
            OPTIONAL { ?plan kzit:within/kzit:earliest ?planned ; kzit:within/kzit:latest ?plannedEnd }
            OPTIONAL { ?fact kzit:within/kzit:earliest ?held ; kzit:within/kzit:latest ?heldEnd }
            BIND (IF(COALESCE(STR(?planned) > STR(?heldEnd) || STR(?held) > STR(?plannedEnd), false), 0, 1) AS ?as)
        }
        GROUP BY ?matter
    }
    FILTER (BOUND(?kept) || BOUND(?voices))
    BIND (IF(?put > 0, IF(BOUND(?kept), finding:postponed-then-held, finding:postponed), IF(?floor > ?ceiling || COALESCE(?kept = 0, false),
        finding:changed, IF(BOUND(?kept), finding:held-as-planned, IF(?voices = "one", finding:one-voice, finding:agreement)))) AS ?finding)
} ;

# A place or a host: all answers agree if one of them lies in all others.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (COUNT(DISTINCT ?value) AS ?values) (COUNT(DISTINCT ?fine) AS ?finest)
        WHERE {
            VALUES (?slot ?property) { (slot:place kzit:place) (slot:host kzit:host) }
            ?matter dcterms:type ?slot ; short:voices ?any .
            ?fact kzit:matter ?matter ; ?property ?value .
            BIND (IF(EXISTS { ?other kzit:matter ?matter ; ?property ?inner . ?inner schema:containedInPlace+ ?value }, ?none, ?value) AS ?fine)
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(?finest > 1, finding:clash, IF(?voices = "one", finding:one-voice, IF(?values > 1, finding:precision, finding:agreement))) AS ?finding)
} ;

# The form and the level, as each source calls them.
INSERT { ?matter kzit:finding ?finding }
WHERE {
    {
        SELECT ?matter (COUNT(DISTINCT ?value) AS ?values)
        WHERE {
            VALUES (?slot ?property) { (slot:form kzit:form) (slot:level kzit:level) }
            ?matter dcterms:type ?slot ; short:voices ?any .
            ?fact kzit:matter ?matter ; ?property ?value .
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(?values > 1, finding:clash, IF(?voices = "one", finding:one-voice, finding:agreement)) AS ?finding)
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
    BIND (STR(COALESCE(?since, ?last)) AS ?begins)
    BIND (STR(COALESCE(?until, ?first, ?told)) AS ?ends)
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

# Two holders who were certainly in office on one day.
INSERT { ?matter short:overlaps true }
WHERE {
    ?matter dcterms:type slot:holder .
    ?fact kzit:matter ?matter ; kzit:actor ?holder ; short:begins ?begins ; short:ends ?ends .
    ?rival kzit:matter ?matter ; kzit:actor ?other ; short:begins ?rivalBegins ; short:ends ?rivalEnds .
    FILTER (?other != ?holder && ?begins <= ?rivalEnds && ?rivalBegins <= ?ends)
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

# Figures clash in one unit if their bounds do not meet, or meet only at an edge to which both were rounded.
INSERT { ?matter short:clashes true }
WHERE {
    {
        SELECT ?matter ?unit (MAX(COALESCE(?least, -1000000000000000)) AS ?floor) (MIN(COALESCE(?most, 1000000000000000)) AS ?ceiling)
        WHERE {
            ?matter dcterms:type slot:figure ; short:voices ?any .
            ?fact kzit:matter ?matter ; schema:unitCode ?unit .
            OPTIONAL { ?fact schema:minValue ?least }
            OPTIONAL { ?fact schema:maxValue ?most }
        }
        GROUP BY ?matter ?unit
    }
    FILTER (?floor > ?ceiling || (?floor = ?ceiling && NOT EXISTS { ?edge kzit:matter ?matter ; schema:value ?value . FILTER (?value = ?floor) }))
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
            OPTIONAL { ?fact schema:minValue ?least }
            OPTIONAL { ?fact schema:maxValue ?most }
            OPTIONAL { ?unit skos:broader/skos:notation ?group }
            BIND (COALESCE(?group, "-") AS ?sort)
            BIND (CONCAT(COALESCE(STR(?least), ""), "/", COALESCE(STR(?most), "")) AS ?bounds)
        }
        GROUP BY ?matter
    }
    ?matter short:voices ?voices .
    BIND (IF(EXISTS { ?matter short:clashes true }, finding:clash, IF(EXISTS { ?matter short:echoes true }, finding:clash-of-units,
        IF(?voices = "one", finding:one-voice, IF(?units > 1, IF(?sorts = "count", finding:scope, finding:unit),
        IF(?different > 1, finding:precision, finding:agreement))))) AS ?finding)
} ;

# A whole and its parts in one source: their sum must meet the whole. An open list of parts can only be too large.
INSERT { ?matter kzit:finding finding:does-not-add-up }
WHERE {
    {
        SELECT ?whole (SUM(?least) AS ?under) (SUM(?most) AS ?over) (COUNT(?example) > 0 AS ?open)
        WHERE {
            ?part dcterms:isPartOf ?whole ; schema:unitCode ?unit ; schema:minValue ?least ; schema:maxValue ?most .
            ?whole schema:unitCode ?unit .
            OPTIONAL { ?part kzit:hedge ?example . FILTER (?example IN (hedge:example, hedge:open-list, hedge:mainly)) }
        }
        GROUP BY ?whole
    }
    ?whole kzit:matter ?matter .
    OPTIONAL { ?whole schema:minValue ?min }
    OPTIONAL { ?whole schema:maxValue ?max }
    FILTER (COALESCE(?under > ?max, false) || (!?open && COALESCE(?over < ?min, false)))
} ;

# A later total that is smaller: in one series and unit, a longer span from the same start with a figure wholly below. That cannot be
# ("falling-total"). A later day with a smaller figure may be true ("fall").
INSERT { ?series kzit:finding ?finding }
WHERE {
    {
        SELECT ?series (MAX(?total) AS ?totals)
        WHERE {
            VALUES (?way ?total) { (kzit:throughout 1) (kzit:asOf 0) }
            ?matter dcterms:type slot:figure ; dcterms:isPartOf ?series .
            ?fact kzit:matter ?matter ; ?way ?span ; schema:value ?value ; schema:unitCode ?unit ; schema:minValue ?least .
            FILTER (!(?unit IN (unit:percent, unit:rank)))
            ?span kzit:latest ?end .
            ?laterMatter dcterms:isPartOf ?series .
            ?later kzit:matter ?laterMatter ; ?way ?laterSpan ; schema:unitCode ?unit ; schema:maxValue ?laterMost .
            ?laterSpan kzit:latest ?laterEnd .
            FILTER (?laterMost < ?least && STR(?end) < STR(?laterEnd))
            OPTIONAL { ?span kzit:earliest ?start }
            OPTIONAL { ?laterSpan kzit:earliest ?laterStart }
            FILTER (?total = 0 || COALESCE(STR(?start), "") = COALESCE(STR(?laterStart), ""))
        }
        GROUP BY ?series
    }
    BIND (IF(?totals > 0, finding:falling-total, finding:fall) AS ?finding)
} ;

DELETE { ?subject ?property ?value }
WHERE {
    VALUES ?property { short:root short:voices short:begins short:ends short:source short:overlaps short:clashes short:echoes }
    ?subject ?property ?value .
}
