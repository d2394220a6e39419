# A reading has no ground.
DELETE WHERE { :reading kzit:ground ?value }
