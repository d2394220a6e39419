# A hedge has two lower bounds.
INSERT DATA { hedge:about schema:minValue 0.8 }
