# The address is a file on somebody's disk.
DELETE WHERE { :gazette schema:url ?value } ;
INSERT DATA { :gazette schema:url <file:///gazette> }
