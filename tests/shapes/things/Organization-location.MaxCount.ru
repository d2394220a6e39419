# An organisation sits in two countries.
INSERT DATA { :league schema:location :ruritania , :borduria }
