# What the dataset follows is text.
DELETE WHERE { :dataset dcterms:conformsTo ?value } ;
INSERT DATA { :dataset dcterms:conformsTo "kzit" }
