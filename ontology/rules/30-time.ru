# A time written as a literal becomes the shared span of that value.
#
# Written are "1992-06-12", "1992-06" or "1992"; an interval such as "2024-01/2024-09"; one with an unknown end, "/2017-08-21" or
# "1992/", or with an open one, "../2017" or "2005-04/.."; or a length of time up to an end, "P20Y/2014". A literal that is none
# of these, or no day of the calendar, stays as it is, and 81-times.rq reports it.

PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?subject ?property ?literal }
INSERT {
    ?subject ?property ?span .
    ?span a kzit:TimeSpan ; kzit:statedAs ?stated ; kzit:earliest ?earliest ; kzit:latest ?latest .
}
WHERE {
    {
        SELECT ?subject ?property ?literal (STR(?literal) AS ?text)
        WHERE {
            { ?property rdfs:subPropertyOf* kzit:time } UNION { VALUES ?property { kzit:base } }
            ?subject ?property ?literal .
            FILTER (isLiteral(?literal))
        }
    }
    # Each value once: many facts share it.
    {
        SELECT ?text ?span ?stated ?earliest ?latest
        WHERE {
            {
                SELECT DISTINCT (STR(?value) AS ?text)
                WHERE {
                    { ?way rdfs:subPropertyOf* kzit:time } UNION { VALUES ?way { kzit:base } }
                    ?timed ?way ?value .
                    FILTER (isLiteral(?value))
                }
            }
            { SELECT ?base WHERE { ?dataset void:uriSpace ?base . FILTER (STRSTARTS(STR(?dataset), ?base)) } LIMIT 1 }
            FILTER (REGEX(?text, "^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?|P[1-9][0-9]*[YMWD]|[.][.])?(/([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?|[.][.])?)?$"))
            FILTER (REGEX(?text, "^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?") || REGEX(?text, "/[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$"))
            FILTER (CONTAINS(?text, "/") || !STRSTARTS(?text, "P"))
            BIND (IF(CONTAINS(?text, "/"), STRBEFORE(?text, "/"), ?text) AS ?from)
            BIND (IF(CONTAINS(?text, "/"), STRAFTER(?text, "/"), ?text) AS ?to)

            # The first day of the year or month in which it begins, and the last of that in which it ends.
            BIND (CONCAT(?from, SUBSTR("-01-01", STRLEN(?from) - 3)) AS ?first)
            BIND (CONCAT(?to, IF(STRLEN(?to) = 4, "-12", "")) AS ?month)
            BIND (xsd:integer(SUBSTR(?to, 1, 4)) AS ?year)
            BIND (?year / 4 = FLOOR(?year / 4) && (?year / 100 != FLOOR(?year / 100) || ?year / 400 = FLOOR(?year / 400)) AS ?leap)
            BIND (IF(STRLEN(?month) = 10, "", IF(SUBSTR(?month, 6) = "02", IF(?leap, "-29", "-28"),
                IF(SUBSTR(?month, 6) IN ("04", "06", "09", "11"), "-30", "-31"))) AS ?day)
            BIND (CONCAT(?month, ?day) AS ?last)

            # A day that is not in the calendar has no instant.
            BIND (xsd:dateTime(CONCAT(?first, "T00:00:00Z")) AS ?start)
            BIND (xsd:dateTime(CONCAT(?last, "T00:00:00Z")) AS ?end)
            FILTER (IF(BOUND(?start), IF(BOUND(?end), ?start <= ?end, !REGEX(?to, "^[0-9]")), BOUND(?end) && !REGEX(?from, "^[0-9]")))
            BIND (IF(BOUND(?start), STRDT(?first, xsd:date), ?none) AS ?earliest)
            BIND (IF(BOUND(?end), STRDT(?last, xsd:date), ?none) AS ?latest)

            BIND (STRSTARTS(?text, "P") AS ?isLength)
            BIND (STRDT(IF(?isLength, ?from, ?text), IF(?isLength, xsd:duration, IF(CONTAINS(?text, "/"), edtf:EDTF,
                IF(STRLEN(?text) = 4, xsd:gYear, IF(STRLEN(?text) = 7, xsd:gYearMonth, xsd:date))))) AS ?stated)
            BIND (REPLACE(REPLACE(REPLACE(REPLACE(?text, "^/", "unknown/"), "/$", "/unknown"), "/", "--"), "[.][.]", "open") AS ?name)
            BIND (IRI(CONCAT(?base, "span/", ?name)) AS ?span)
        }
    }
}
