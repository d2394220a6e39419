# The identifier of a passage is in upper case.
INSERT DATA {
    :P3 a kzit:Passage ; dcterms:identifier "P3" ; oa:hasSource :chronicle ; oa:hasSelector :new-range ; kzit:normalizedLength 1 ;
        schema:sha256 "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" ; kzit:normalizedDigest "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" .
    :new-range a oa:TextPositionSelector ; oa:start 30 ; oa:end 31 .
    :goal kzit:evidence :P3 .
}
