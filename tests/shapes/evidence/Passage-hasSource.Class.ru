# A passage stands in a dataset.
INSERT DATA { :wikidata schema:sha256 "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" ; schema:inLanguage "en" ; kzit:within :in-2001 } ;
DELETE WHERE { :headline oa:hasSource ?value } ;
INSERT DATA { :headline oa:hasSource :wikidata }
