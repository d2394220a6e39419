# An influence is a mutual relation.
DELETE WHERE { :influence kzit:relationType ?value } ;
INSERT DATA { :influence kzit:relationType relation-type:cooperation }
