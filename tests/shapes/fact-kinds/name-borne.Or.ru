# A thing bears no name.
DELETE WHERE { :called kzit:namedAs ?value } ;
DELETE WHERE { :capital skos:altLabel ?value }
