# The type of a passage was forgotten.
INSERT DATA { :thing oa:hasSource :gazette }
