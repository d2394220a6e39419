# A fact has two stances.
INSERT DATA { :influence kzit:stance stance:assessed }
