# A mutual relation has an actor.
INSERT DATA { :mutual kzit:actor :ruritania }
