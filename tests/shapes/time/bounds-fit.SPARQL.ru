# The last day of a month lies in the next.
DELETE WHERE { :up-to-2001 kzit:latest ?value } ;
INSERT DATA { :up-to-2001 kzit:latest "2001-06-01"^^xsd:date }
