# A goal values something.
INSERT DATA { :goal kzit:valued :fair }
