# A description has no language tag.
DELETE WHERE { :dataset dcterms:description ?value } ;
INSERT DATA { :dataset dcterms:description "Facts." }
