# An event takes part in a fact.
DELETE WHERE { :goal kzit:actor ?value } ;
INSERT DATA { :goal kzit:actor :fair }
