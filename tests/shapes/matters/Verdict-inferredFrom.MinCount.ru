# A verdict rests on nothing.
DELETE WHERE { :our-verdict kzit:inferredFrom ?value } ;
DELETE WHERE { :our-verdict kzit:claimedBy ?value } ;
INSERT DATA { :our-verdict kzit:claimedBy :ministry ; kzit:evidence :p1 }
