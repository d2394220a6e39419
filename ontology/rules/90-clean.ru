# Nothing of the shorthand is published. What no rule knows is reported by 80-shorthand.rq before.

PREFIX short: <https://w3id.org/kzit/short#>

DELETE { ?subject ?shorthand ?value }
WHERE {
    VALUES ?shorthand {
        short:claimedBy short:statedIn short:rendering short:voice short:amount short:eventType
        short:context short:order short:address short:stamp short:reckoning short:document-date
        short:name short:usage short:other-sources
    }
    ?subject ?shorthand ?value .
}
