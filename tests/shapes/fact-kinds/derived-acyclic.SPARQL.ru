# Two documents relay each other.
INSERT DATA { :speech kzit:relays :gazette }
