# A year has a first day and no last.
DELETE WHERE { :in-2001 kzit:latest ?value }
