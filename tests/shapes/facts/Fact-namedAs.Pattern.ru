# A name is a formula.
INSERT DATA { :signed kzit:namedAs "=1+1"@en }
