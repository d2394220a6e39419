# A fact is of no kind.
DELETE WHERE { :mutual a ?value } ;
INSERT DATA { :mutual a kzit:Fact }
