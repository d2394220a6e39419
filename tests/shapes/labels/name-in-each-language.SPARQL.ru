# A thing has no name in one of the languages.
DELETE { :mine skos:prefLabel ?label } WHERE { :mine skos:prefLabel ?label FILTER (LANG(?label) = "rum") }
