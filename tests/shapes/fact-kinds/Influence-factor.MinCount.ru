# An influence comes from nothing.
DELETE WHERE { :influence kzit:factor ?value }
