# A goal has an indicator.
INSERT DATA { :goal kzit:indicator indicator:investment }
