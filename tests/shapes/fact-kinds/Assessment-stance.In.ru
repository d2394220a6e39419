# An assessment is reported as if it were so.
DELETE WHERE { :assessment kzit:stance ?value } ;
INSERT DATA { :assessment kzit:stance stance:reported }
