# A mutual relation has a counterpart.
INSERT DATA { :mutual kzit:counterpart :ruritania }
