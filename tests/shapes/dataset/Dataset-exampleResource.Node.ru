# The example is not described.
DELETE WHERE { :dataset void:exampleResource ?value } ;
INSERT DATA { :dataset void:exampleResource :nowhere }
