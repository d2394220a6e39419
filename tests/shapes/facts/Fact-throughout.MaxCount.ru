# A fact has two of kzit:throughout.
INSERT DATA { :directed kzit:throughout :from-2001 }
