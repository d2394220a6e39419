# The hedge is a concept of another scheme.
DELETE WHERE { :mutual kzit:hedge ?value } ;
INSERT DATA { :mutual kzit:hedge status:planned }
