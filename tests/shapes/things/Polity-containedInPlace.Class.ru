# A city lies in an event.
DELETE WHERE { :capital schema:containedInPlace ?value } ;
INSERT DATA { :capital schema:containedInPlace :fair }
