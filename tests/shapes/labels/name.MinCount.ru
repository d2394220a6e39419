# A thing has no name.
DELETE WHERE { :mine skos:prefLabel ?value }
