# A post is in an event.
DELETE WHERE { :post org:postIn ?value } ;
INSERT DATA { :post org:postIn :fair }
