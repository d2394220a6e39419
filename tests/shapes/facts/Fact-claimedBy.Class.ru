# The claimant is an event.
DELETE WHERE { :goal kzit:claimedBy ?value } ;
INSERT DATA { :goal kzit:claimedBy :fair }
