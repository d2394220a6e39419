# There is no English title.
DELETE WHERE { :dataset dcterms:title ?value } ;
INSERT DATA { :dataset dcterms:title "Fatti"@it }
