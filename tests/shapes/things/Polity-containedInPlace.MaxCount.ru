# A city lies in two countries.
INSERT DATA { :capital schema:containedInPlace :ruritania }
