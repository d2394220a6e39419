# A percentage is taken of two things.
INSERT DATA { :stake kzit:base :fair }
