# A stake is of nothing.
DELETE WHERE { :stake kzit:object ?value }
