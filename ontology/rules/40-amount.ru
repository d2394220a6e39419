# "more-than 7.6 bn USD" is a hedge or none, a figure, a scale or none (k, m, bn) and a unit: it becomes a value with its bounds.
#
# A hedge has its own bounds, as multiples of the figure; it may also be typed as kzit:hedge. Without one, a number of things
# counted or ranked is exact, and any other figure is as exact as its last digit. What cannot be read stays as it is, and
# 82-amounts.rq reports it.

PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX scheme: <https://w3id.org/kzit/concept/>
PREFIX short: <https://w3id.org/kzit/short#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?fact short:amount ?text }
INSERT { ?fact schema:value ?value ; schema:unitCode ?unit ; kzit:hedge ?hedge ; schema:minValue ?least ; schema:maxValue ?most }
WHERE {
    ?fact short:amount ?text .
    FILTER (REGEX(?text, "^(([a-z-]+) )?([0-9]+([.][0-9]+)?)( (k|m|bn))? ([A-Za-z-]+)$"))
    BIND (REPLACE(?text, "^(([a-z-]+) )?([0-9]+([.][0-9]+)?)( (k|m|bn))? ([A-Za-z-]+)$", "$2") AS ?hedgeCode)
    BIND (REPLACE(?text, "^(([a-z-]+) )?([0-9]+([.][0-9]+)?)( (k|m|bn))? ([A-Za-z-]+)$", "$3") AS ?digits)
    BIND (REPLACE(?text, "^(([a-z-]+) )?([0-9]+([.][0-9]+)?)( (k|m|bn))? ([A-Za-z-]+)$", "$6") AS ?scaleCode)
    BIND (REPLACE(?text, "^(([a-z-]+) )?([0-9]+([.][0-9]+)?)( (k|m|bn))? ([A-Za-z-]+)$", "$7") AS ?unitCode)
    ?unit skos:notation ?unitCode ; skos:inScheme scheme:unit .
    OPTIONAL { ?unit skos:broader ?group }
    FILTER (BOUND(?group) || ?unit = unit:rank)
    OPTIONAL {
        ?hedge skos:notation ?hedgeCode ; skos:inScheme scheme:hedge .
        OPTIONAL { ?hedge schema:minValue ?writtenLower }
        OPTIONAL { ?hedge schema:maxValue ?writtenUpper }
    }
    FILTER (?hedgeCode = "" || BOUND(?hedge))
    OPTIONAL {
        ?fact kzit:hedge ?typed .
        OPTIONAL { ?typed schema:minValue ?typedLower }
        OPTIONAL { ?typed schema:maxValue ?typedUpper }
        FILTER (BOUND(?typedLower) || BOUND(?typedUpper))
    }
    BIND (IF(BOUND(?hedge), ?writtenLower, ?typedLower) AS ?lower)
    BIND (IF(BOUND(?hedge), ?writtenUpper, ?typedUpper) AS ?upper)

    BIND (IF(?scaleCode = "bn", 1000000000, IF(?scaleCode = "m", 1000000, IF(?scaleCode = "k", 1000, 1))) AS ?scale)
    BIND (xsd:decimal(?digits) * ?scale AS ?number)
    BIND (?scale / xsd:decimal(CONCAT("1", SUBSTR("000000000000", 1, STRLEN(STRAFTER(?digits, "."))))) / 2.0 AS ?half)
    BIND (?unit = unit:rank || (?scale = 1 && ?group = unit:count) AS ?exact)
    BIND (BOUND(?lower) || BOUND(?upper) AS ?bounded)
    BIND (IF(?bounded, ?number * ?lower, IF(?exact, ?number, ?number - ?half)) AS ?min)
    BIND (IF(?bounded, ?number * ?upper, IF(?exact, ?number, ?number + ?half)) AS ?max)
    # Whole numbers are integers.
    BIND (IF(?number = FLOOR(?number), STRDT(REPLACE(STR(?number), "[.]0*$", ""), xsd:integer), ?number) AS ?value)
    BIND (IF(?min = FLOOR(?min), STRDT(REPLACE(STR(?min), "[.]0*$", ""), xsd:integer), ?min) AS ?least)
    BIND (IF(?max = FLOOR(?max), STRDT(REPLACE(STR(?max), "[.]0*$", ""), xsd:integer), ?max) AS ?most)
}
