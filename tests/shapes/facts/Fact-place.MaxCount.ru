# A fact has two places.
INSERT DATA { :goal kzit:place :ruritania , :borduria }
