# A city lies in no country.
DELETE WHERE { :occurrence-again kzit:place ?value } ;
DELETE WHERE { :capital schema:containedInPlace ?value }
