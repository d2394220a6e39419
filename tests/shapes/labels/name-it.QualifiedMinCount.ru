# The fair has no Italian name.
DELETE { :fair skos:prefLabel ?name }
WHERE { :fair skos:prefLabel ?name FILTER (LANG(?name) = "it") }
