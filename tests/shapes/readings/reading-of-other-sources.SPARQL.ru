# A reading appeals to other sources, and its premise is of the same one.
DELETE WHERE { :reading-by-chronicle kzit:inferredFrom ?premise } ;
INSERT DATA { :reading-by-chronicle kzit:inferredFrom :occurrence }
