# The fair has no English name.
DELETE { :fair skos:prefLabel ?name }
WHERE { :fair skos:prefLabel ?name FILTER (LANG(?name) = "en") }
