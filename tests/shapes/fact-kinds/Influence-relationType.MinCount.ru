# An influence says not which.
DELETE WHERE { :influence kzit:relationType ?value }
