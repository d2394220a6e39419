# A goal aims at a thing instead of a fact.
INSERT DATA { :goal kzit:concerns :treaty }
