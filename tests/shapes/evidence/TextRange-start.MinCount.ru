# A range has no start.
DELETE WHERE { :p1-range oa:start ?value }
