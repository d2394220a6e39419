# A percentage is taken of nothing.
DELETE WHERE { :growth kzit:base ?value }
