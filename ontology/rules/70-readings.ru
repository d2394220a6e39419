# "short:context kzit:counterpart" says that each value of that property is our reading, and on which ground.
#
# It may name several properties, also of a document or a thing. A new ground is added here, in 80-shorthand.rq, in
# 84-readings.rq and in 90-clean.ru.

PREFIX ground: <https://w3id.org/kzit/concept/ground/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX short: <https://w3id.org/kzit/short#>

INSERT { ?reading a kzit:Reading ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ; kzit:ground ?ground }
WHERE {
    VALUES (?shorthand ?ground) {
        (short:context ground:context)
        (short:order ground:order)
        (short:address ground:address)
        (short:stamp ground:stamp)
        (short:reckoning ground:reckoning)
        (short:document-date ground:document-date)
        (short:name ground:name)
        (short:usage ground:usage)
        (short:other-sources ground:other-sources)
    }
    ?subject ?shorthand ?property .
    ?subject ?property ?value .
    BIND (REPLACE(STR(?property), "^.*[/#]", "") AS ?propertyName)
    BIND (ENCODE_FOR_URI(REPLACE(STR(?value), "^.*[/#]", "")) AS ?valueName)
    BIND (IRI(CONCAT(STR(?subject), "-reads-", ?propertyName, "-", ?valueName)) AS ?reading)
}
