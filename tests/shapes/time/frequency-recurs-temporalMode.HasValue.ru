# Something has a frequency and does not recur.
DELETE WHERE { :regularly kzit:temporalMode ?value } ;
INSERT DATA { :regularly kzit:temporalMode temporal-mode:up-to }
