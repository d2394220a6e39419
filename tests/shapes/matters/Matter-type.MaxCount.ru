# A matter asks for two things.
INSERT DATA { :investments dcterms:type slot:day }
