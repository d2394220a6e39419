# A measurement is of two things.
INSERT DATA { :stake kzit:indicator indicator:investment }
