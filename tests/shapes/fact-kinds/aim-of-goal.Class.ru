# An influence has an aim.
INSERT DATA { :influence kzit:aim :fair }
