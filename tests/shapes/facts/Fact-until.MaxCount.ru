# A fact has two of kzit:until.
INSERT DATA { :mutual kzit:until :from-2001 }
