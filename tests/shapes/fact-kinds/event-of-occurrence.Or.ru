# A goal tells of an event.
INSERT DATA { :goal kzit:event :fair }
