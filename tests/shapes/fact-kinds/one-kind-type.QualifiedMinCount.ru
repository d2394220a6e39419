# A fact is of no kind.
DELETE WHERE { :goal a ?value } ;
INSERT DATA { :goal a kzit:Fact }
