# The fair has no Russian name.
DELETE { :fair skos:prefLabel ?name }
WHERE { :fair skos:prefLabel ?name FILTER (LANG(?name) = "ru") }
