# The digest has a language tag.
DELETE WHERE { :gazette schema:sha256 ?value } ;
INSERT DATA { :gazette schema:sha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"@en }
