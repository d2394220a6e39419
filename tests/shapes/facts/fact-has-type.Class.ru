# The type of a fact was forgotten.
INSERT DATA { :thing kzit:claimedBy :ministry }
