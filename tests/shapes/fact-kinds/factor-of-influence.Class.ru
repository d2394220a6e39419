# A goal has a factor.
INSERT DATA { :goal kzit:factor :fair }
