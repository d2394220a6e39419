# The term has no Kazakh label.
DELETE { :Term rdfs:label ?label }
WHERE { :Term rdfs:label ?label FILTER (LANG(?label) = "kk") }
