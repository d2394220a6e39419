# Nobody claims the fact.
DELETE WHERE { :goal kzit:claimedBy ?value }
