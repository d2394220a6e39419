# A unit belongs to an event.
DELETE WHERE { :ministry org:unitOf ?value } ;
INSERT DATA { :ministry org:unitOf :fair }
