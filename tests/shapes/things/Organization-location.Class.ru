# An organisation sits in an event.
INSERT DATA { :league schema:location :fair }
