# The English name of the fair is a whole paragraph.
INSERT { :fair skos:prefLabel ?long }
WHERE { BIND (STRLANG(CONCAT("far too long far too long far too long far too long far too long far too long far too long far too long ", "far too long far too long far too long far too long far too long far too long far too long far too long"), "en-GB") AS ?long) }
