# A property of a time span is misspelt.
INSERT DATA { :in-2001 kzit:latests "2001-12-31"^^xsd:date }
