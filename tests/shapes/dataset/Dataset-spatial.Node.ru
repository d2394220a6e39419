# The place that the dataset covers is not described.
DELETE WHERE { :dataset dcterms:spatial ?value } ;
INSERT DATA { :dataset dcterms:spatial :nowhere }
