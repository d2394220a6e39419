# The time is a bare date.
DELETE WHERE { :new-year ?property ?value } ;
DELETE WHERE { :goal kzit:time ?value } ;
INSERT DATA { :goal kzit:time "2001-01-01"^^xsd:date }
