# A class is misspelt.
INSERT DATA { :thing a kzit:Ocurrence }
