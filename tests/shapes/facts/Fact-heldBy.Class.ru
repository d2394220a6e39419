# An event has an opinion.
INSERT DATA { :goal kzit:heldBy :fair }
