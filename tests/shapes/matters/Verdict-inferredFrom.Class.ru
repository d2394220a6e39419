# A verdict rests on an event.
INSERT DATA { :our-verdict kzit:inferredFrom :fair }
