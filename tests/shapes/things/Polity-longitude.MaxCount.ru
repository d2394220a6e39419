# A city has two longitudes.
INSERT DATA { :capital schema:longitude 1.5 }
