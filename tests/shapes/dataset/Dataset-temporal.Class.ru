# The time that the dataset covers is text.
DELETE WHERE { :dataset dcterms:temporal ?value } ;
INSERT DATA { :dataset dcterms:temporal "1992-2001" }
