# Two agents claim one fact.
INSERT DATA { :goal kzit:claimedBy :league }
