# The last day of a year lies in the next.
DELETE WHERE { :in-2001 kzit:latest ?value } ;
INSERT DATA { :in-2001 kzit:latest "2002-12-31"^^xsd:date }
