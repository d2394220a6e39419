# A fact has two of kzit:since.
INSERT DATA { :mutual kzit:since :from-2001 }
