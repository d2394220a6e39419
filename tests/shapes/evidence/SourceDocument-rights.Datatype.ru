# The statement of rights has no language tag.
DELETE WHERE { :gazette dcterms:rights ?value } ;
INSERT DATA { :gazette dcterms:rights "All rights." }
