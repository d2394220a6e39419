# A matter asks for nothing.
DELETE WHERE { :investments dcterms:type ?value }
