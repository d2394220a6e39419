# A city has two latitudes.
INSERT DATA { :capital schema:latitude 1.5 }
