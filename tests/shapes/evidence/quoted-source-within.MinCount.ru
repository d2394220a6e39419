# A document with passages has no day.
DELETE WHERE { :gazette kzit:within ?value }
