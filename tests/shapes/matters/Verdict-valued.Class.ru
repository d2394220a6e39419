# A verdict is on an event.
DELETE WHERE { :our-verdict kzit:valued ?value } ;
INSERT DATA { :our-verdict kzit:valued :fair }
