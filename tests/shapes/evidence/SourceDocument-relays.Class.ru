# A document relays an event instead of a document.
INSERT DATA { :gazette kzit:relays :fair }
