# An inference says not how.
DELETE WHERE { :inferred skos:note ?value }
