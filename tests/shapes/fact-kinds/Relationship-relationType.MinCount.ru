# A relationship says not which.
DELETE WHERE { :mutual kzit:relationType ?value }
