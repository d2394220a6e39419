# No fact cites a passage.
INSERT DATA {
    :p3 a kzit:Passage ; dcterms:identifier "p3" ; oa:hasSource :chronicle ; oa:hasSelector :new-range ; kzit:normalizedLength 1 ;
        schema:sha256 "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" ; kzit:normalizedDigest "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" .
    :new-range a oa:TextPositionSelector ; oa:start 30 ; oa:end 31 .
}
