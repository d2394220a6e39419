# A hedge has two upper bounds.
INSERT DATA { hedge:about schema:maxValue 1.2 }
