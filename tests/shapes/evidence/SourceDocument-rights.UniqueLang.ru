# There are two English statements of rights.
INSERT DATA { :gazette dcterms:rights "None."@en }
