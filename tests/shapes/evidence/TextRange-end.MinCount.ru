# A range has no end.
DELETE WHERE { :p1-range oa:end ?value }
