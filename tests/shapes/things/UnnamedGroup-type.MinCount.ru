# A group has no kind.
DELETE WHERE { :firms dcterms:type ?value }
