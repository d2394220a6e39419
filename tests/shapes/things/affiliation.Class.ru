# A group belongs to an event.
DELETE WHERE { :firms kzit:affiliation ?value } ;
INSERT DATA { :firms kzit:affiliation :fair }
