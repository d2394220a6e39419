# A name is of two things.
INSERT DATA { :signed kzit:object :mine }
