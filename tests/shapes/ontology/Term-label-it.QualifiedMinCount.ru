# The term has no Italian label.
DELETE { :Term rdfs:label ?label }
WHERE { :Term rdfs:label ?label FILTER (LANG(?label) = "it") }
