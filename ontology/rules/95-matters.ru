# Which question does a fact answer? Facts that answer the same one share a matter, so that their answers can be compared.
#
# The IRI of a matter is made from its question, so it stays the same: what is asked (the slot), of what, and for a figure the
# parties and the period. The facts of a plan have another matter than those of the event that came of it.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX relation-type: <https://w3id.org/kzit/concept/relation-type/>
PREFIX slot: <https://w3id.org/kzit/concept/slot/>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX void: <http://rdfs.org/ns/void#>

# When, where, at whose, at which level and in which form: of an event. A form or level beside an instrument is that of the
# instrument. A postponement or cancellation belongs to the plan even if no new day is given.
INSERT { ?fact kzit:matter ?matter . ?matter a kzit:Matter ; dcterms:type ?slot ; dcterms:subject ?event }
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    {
        ?fact kzit:event ?event ; a kzit:Occurrence ; kzit:status ?status .
        BIND (?status IN (status:took-place, status:under-way) AS ?happened)
        VALUES (?property ?slot) {
            (kzit:within slot:day) (kzit:within slot:plan) (kzit:place slot:place) (kzit:host slot:host) (kzit:level slot:level) (kzit:form slot:form)
        }
        ?fact ?property ?value .
        FILTER (IF(?slot = slot:day, ?happened, IF(?slot = slot:plan, !?happened, true)))
        FILTER (!(?slot IN (slot:form, slot:level)) || NOT EXISTS { ?fact kzit:object ?object . ?object a kzit:Instrument })
    } UNION {
        VALUES ?status { status:postponed status:cancelled }
        ?fact kzit:status ?status ; a kzit:Occurrence ; kzit:event ?event .
        BIND (slot:plan AS ?slot)
    }
    BIND (IF(STRSTARTS(STR(?event), ?base), STRAFTER(STR(?event), ?base), STR(?event)) AS ?path)
    BIND (CONCAT(STRAFTER(STR(?slot), STR(slot:)), "--", REPLACE(REPLACE(?path, "^id/", ""), "[/:#]+", "--")) AS ?question)
    BIND (IRI(CONCAT(?base, "matter/", ?question)) AS ?matter)
} ;

# In which form and at which level: of an instrument.
INSERT { ?fact kzit:matter ?matter . ?matter a kzit:Matter ; dcterms:type ?slot ; dcterms:subject ?instrument }
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    ?instrument a kzit:Instrument .
    ?fact kzit:object ?instrument .
    VALUES (?property ?slot) { (kzit:form slot:form) (kzit:level slot:level) }
    ?fact ?property ?value .
    BIND (IF(STRSTARTS(STR(?instrument), ?base), STRAFTER(STR(?instrument), ?base), STR(?instrument)) AS ?path)
    BIND (CONCAT(STRAFTER(STR(?slot), STR(slot:)), "--", REPLACE(REPLACE(?path, "^id/", ""), "[/:#]+", "--")) AS ?question)
    BIND (IRI(CONCAT(?base, "matter/", ?question)) AS ?matter)
} ;

# Who held a post, and from when.
INSERT {
    ?fact kzit:matter ?held , ?began .
    ?held a kzit:Matter ; dcterms:type slot:holder ; dcterms:subject ?post .
    ?began a kzit:Matter ; dcterms:type slot:holder-day ; dcterms:subject ?post , ?holder .
}
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    ?fact kzit:relationType relation-type:holds-post ; kzit:object ?post ; kzit:actor ?holder .
    OPTIONAL { ?fact kzit:since ?span }
    BIND (IF(STRSTARTS(STR(?post), ?base), STRAFTER(STR(?post), ?base), STR(?post)) AS ?postPath)
    BIND (IF(STRSTARTS(STR(?holder), ?base), STRAFTER(STR(?holder), ?base), STR(?holder)) AS ?holderPath)
    BIND (REPLACE(REPLACE(?postPath, "^id/", ""), "[/:#]+", "--") AS ?postName)
    BIND (REPLACE(REPLACE(?holderPath, "^id/", ""), "[/:#]+", "--") AS ?holderName)
    BIND (IRI(CONCAT(?base, "matter/holder--", ?postName)) AS ?held)
    BIND (IF(BOUND(?span), IRI(CONCAT(?base, "matter/holder-day--", ?postName, "--", ?holderName)), ?none) AS ?began)
} ;

# Where a house stands.
INSERT { ?fact kzit:matter ?matter . ?matter a kzit:Matter ; dcterms:type slot:place ; dcterms:subject ?house }
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    ?fact kzit:relationType relation-type:located-in ; kzit:actor ?house ; kzit:place ?place .
    BIND (IF(STRSTARTS(STR(?house), ?base), STRAFTER(STR(?house), ?base), STR(?house)) AS ?path)
    BIND (IRI(CONCAT(?base, "matter/place--", REPLACE(REPLACE(?path, "^id/", ""), "[/:#]+", "--"))) AS ?matter)
} ;

# How much: the same indicator, parties, object, event, framework, place and base make a series; with the same period, by its
# days, one matter. What holds as of a day is compared within the year.
INSERT {
    ?fact kzit:matter ?matter .
    ?matter a kzit:Matter ; dcterms:type slot:figure ; dcterms:subject ?indicator ; dcterms:isPartOf ?series .
    ?series a kzit:Matter ; dcterms:type slot:series ; dcterms:subject ?indicator .
}
WHERE {
    { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
    {
        SELECT ?fact ?indicator (MIN(?span) AS ?period) (GROUP_CONCAT(DISTINCT ?actorIri; SEPARATOR=" --and-- ") AS ?actors)
            (GROUP_CONCAT(DISTINCT ?counterpartIri; SEPARATOR=" --and-- ") AS ?counterparts)
            (GROUP_CONCAT(DISTINCT ?partyIri; SEPARATOR=" --and-- ") AS ?participants)
            (GROUP_CONCAT(DISTINCT ?objectIri; SEPARATOR=" --and-- ") AS ?objects)
            (GROUP_CONCAT(DISTINCT ?placeIri; SEPARATOR=" --and-- ") AS ?places)
            (MIN(?eventIri) AS ?at) (MIN(?frameworkIri) AS ?among) (MIN(?wholeIri) AS ?from)
        WHERE {
            # In order, so that the same things have the same name however they are listed. None is "": an unbound value would void the list.
            SELECT ?fact ?indicator ?span ?actorIri ?counterpartIri ?partyIri ?objectIri ?placeIri ?eventIri ?frameworkIri ?wholeIri
            WHERE {
                ?fact a kzit:Measurement ; kzit:indicator ?indicator .
                OPTIONAL { ?fact kzit:actor ?actor }
                OPTIONAL { ?fact kzit:counterpart ?counterpart }
                OPTIONAL { ?fact kzit:participant ?party }
                OPTIONAL { ?fact kzit:object ?object }
                OPTIONAL { ?fact kzit:event ?event }
                OPTIONAL { ?fact kzit:framework ?framework }
                OPTIONAL { ?fact kzit:place ?place }
                OPTIONAL { ?fact kzit:base ?whole }
                BIND (COALESCE(STR(?actor), "") AS ?actorIri)
                BIND (COALESCE(STR(?counterpart), "") AS ?counterpartIri)
                BIND (COALESCE(STR(?party), "") AS ?partyIri)
                BIND (COALESCE(STR(?object), "") AS ?objectIri)
                BIND (STR(?event) AS ?eventIri)
                BIND (STR(?framework) AS ?frameworkIri)
                BIND (COALESCE(STR(?place), "") AS ?placeIri)
                BIND (STR(?whole) AS ?wholeIri)
                OPTIONAL { ?fact kzit:throughout ?stretch }
                OPTIONAL { ?fact kzit:throughout ?bounded . ?bounded kzit:earliest ?first ; kzit:latest ?last }
                OPTIONAL { ?fact kzit:asOf|kzit:since|kzit:within ?point . ?point kzit:latest ?day }
                BIND (COALESCE(CONCAT(STR(?first), "--", STR(?last)), REPLACE(STR(?stretch), "^.*/span/", "")) AS ?through)
                BIND (CONCAT("year-", SUBSTR(STR(?day), 1, 4)) AS ?year)
                BIND (COALESCE(?through, ?year, "undated") AS ?span)
            }
            ORDER BY ?fact ?actorIri ?counterpartIri ?partyIri ?objectIri ?placeIri
        }
        GROUP BY ?fact ?indicator
    }
    # Without an actor, a counterpart says nothing.
    BIND (IF(?actors = "", ?participants, CONCAT(?actors, IF(?counterparts = "", "", CONCAT(" --to-- ", ?counterparts)))) AS ?parties)
    BIND (CONCAT(STR(?indicator), " -- ", ?parties, IF(?objects = "", "", CONCAT(" --of-- ", ?objects)), COALESCE(CONCAT(" --event-- ", ?at), ""),
        COALESCE(CONCAT(" --among-- ", ?among), ""), IF(?places = "", "", CONCAT(" --in-- ", ?places)), COALESCE(CONCAT(" --base-- ", ?from), "")) AS ?key)
    # Of an IRI only what follows "/id/", "/concept/" or "/span/" is kept; of an indicator only its code.
    BIND (REPLACE(REPLACE(REPLACE(?key, "^[^ ]*/", ""), "[a-z]+://[^ ]*?/(id|concept|span)/", ""), " ", "") AS ?names)
    BIND (IRI(CONCAT(?base, "matter/", REPLACE(?names, "[/:#]+|--+", "--"))) AS ?series)
    BIND (IRI(CONCAT(STR(?series), "--", ?period)) AS ?matter)
}
