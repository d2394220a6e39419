# No passage has a range.
INSERT DATA { :p3-range a oa:TextPositionSelector ; oa:start 0 ; oa:end 1 }
