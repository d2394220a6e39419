# No fact cites a passage.
INSERT DATA {
    :p3 a kzit:Passage ; dcterms:identifier "p3" ; oa:hasSource :chronicle ; oa:hasSelector :p1-range ; schema:sha256 "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" .
}
