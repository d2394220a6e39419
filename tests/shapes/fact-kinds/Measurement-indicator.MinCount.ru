# A measurement says not of what.
DELETE WHERE { :measurement kzit:indicator ?value }
