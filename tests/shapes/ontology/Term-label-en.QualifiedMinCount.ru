# The term has no English label.
DELETE { :Term rdfs:label ?label }
WHERE { :Term rdfs:label ?label FILTER (LANG(?label) = "en") }
