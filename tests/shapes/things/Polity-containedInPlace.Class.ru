# A city lies in an event.
DELETE WHERE { :occurrence-again kzit:place ?value } ;
DELETE WHERE { :capital schema:containedInPlace ?value } ;
INSERT DATA { :capital schema:containedInPlace :fair }
