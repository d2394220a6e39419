# A post is in two bodies.
INSERT DATA { :post org:postIn :league }
