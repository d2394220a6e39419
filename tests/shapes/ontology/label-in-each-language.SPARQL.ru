# A term has no label in one of the languages.
DELETE { :Term rdfs:label ?label } WHERE { :Term rdfs:label ?label FILTER (LANG(?label) = "rum") }
