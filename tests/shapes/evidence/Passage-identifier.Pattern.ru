# The identifier of a passage is in upper case.
INSERT DATA {
    :P3 a kzit:Passage ; dcterms:identifier "P3" ; oa:hasSource :chronicle ; oa:hasSelector :p1-range ; schema:sha256 "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" .
    :goal kzit:evidence :P3 .
}
