# The dataset changed before it came out.
DELETE WHERE { :dataset dcterms:issued ?value } ;
INSERT DATA { :dataset dcterms:issued "2003-01-01"^^xsd:date }
