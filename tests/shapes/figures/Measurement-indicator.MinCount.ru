# A measurement says not of what.
DELETE WHERE { :growth kzit:indicator ?value }
