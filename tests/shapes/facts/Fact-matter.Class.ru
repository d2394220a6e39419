# A fact answers an event.
INSERT DATA { :goal kzit:matter :fair }
