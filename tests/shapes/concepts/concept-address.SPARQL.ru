# The notation is not the end of the IRI.
DELETE WHERE { trend:expanding skos:notation ?value } ;
INSERT DATA { trend:expanding skos:notation "growing" }
