# The time is a bare date.
INSERT DATA { :goal kzit:time "2001-01-01"^^xsd:date }
