# A fact has two of kzit:asOf.
INSERT DATA { :goal kzit:asOf :from-2001 }
