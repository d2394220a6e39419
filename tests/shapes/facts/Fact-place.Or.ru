# A fact holds in an event.
INSERT DATA { :assessment kzit:place :fair }
