# The term has no Russian label.
DELETE { :Term rdfs:label ?label }
WHERE { :Term rdfs:label ?label FILTER (LANG(?label) = "ru") }
