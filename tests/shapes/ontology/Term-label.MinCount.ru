# A term has no label.
DELETE WHERE { :Term rdfs:label ?value } ;
DELETE WHERE { :dataset dcterms:language ?value } ;
INSERT DATA { :dataset dcterms:language <https://example.org/none/xx> } ;
DELETE WHERE { :Term rdfs:isDefinedBy ?value } ;
INSERT DATA { :Term rdfs:isDefinedBy :vocabulary }
