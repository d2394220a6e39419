# A name is of nothing.
INSERT DATA { :mutual kzit:namedAs "League"@en }
