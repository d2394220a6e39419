# The digest is in upper case.
DELETE WHERE { :gazette schema:sha256 ?value } ;
INSERT DATA { :gazette schema:sha256 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }
