# A document reports an event instead of a document.
DELETE WHERE { :gazette prov:wasDerivedFrom ?value } ;
INSERT DATA { :gazette prov:wasDerivedFrom :fair }
