# A fact was stated in two talks.
INSERT DATA { :occurrence kzit:statedIn :gazette }
