# A reading has two grounds.
INSERT DATA { :reading kzit:ground ground:usage }
