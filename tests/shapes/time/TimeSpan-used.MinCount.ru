# No fact has a time span.
DELETE WHERE { :goal kzit:time ?value }
