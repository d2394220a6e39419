# A fact is its own aim.
INSERT DATA { :goal kzit:aim :goal }
