# An influence has no object.
DELETE WHERE { :influence kzit:concerns ?value }
