# An influence has no effect.
DELETE WHERE { :influence kzit:effect ?value }
