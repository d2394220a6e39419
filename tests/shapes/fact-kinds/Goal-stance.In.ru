# A goal is reported as if it were reached.
DELETE WHERE { :goal kzit:stance ?value } ;
INSERT DATA { :goal kzit:stance stance:reported }
