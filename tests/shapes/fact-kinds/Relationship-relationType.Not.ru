# A relationship is an effect.
DELETE WHERE { :mutual kzit:relationType ?value } ;
INSERT DATA { :mutual kzit:relationType relation-type:furthers }
