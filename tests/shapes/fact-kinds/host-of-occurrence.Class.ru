# A relationship has a host.
INSERT DATA { :directed kzit:host :borduria }
