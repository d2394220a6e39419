# A fact has two of kzit:within.
INSERT DATA { :inferred kzit:within :from-2001 }
