# The fair has no Kazakh name.
DELETE { :fair skos:prefLabel ?name }
WHERE { :fair skos:prefLabel ?name FILTER (LANG(?name) = "kk") }
