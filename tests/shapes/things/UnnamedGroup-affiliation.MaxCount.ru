# A group belongs to two countries.
INSERT DATA { :firms kzit:affiliation :borduria }
