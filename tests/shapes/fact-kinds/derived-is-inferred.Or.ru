# A fact that was inferred passes as reported.
DELETE WHERE { :inferred kzit:stance ?value } ;
INSERT DATA { :inferred kzit:stance stance:reported }
