# A passage holds its wording.
INSERT DATA { :p1 oa:exact "Once upon a time" }
