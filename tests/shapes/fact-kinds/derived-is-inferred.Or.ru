# A fact that was inferred passes as reported.
DELETE WHERE { :inferred kzit:stance ?value } ;
DELETE WHERE { :inferred kzit:claimedBy ?value } ;
INSERT DATA { :inferred kzit:stance stance:reported ; kzit:claimedBy :ministry }
