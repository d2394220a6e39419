# A relationship presents a party.
INSERT DATA { :directed kzit:featured :borduria }
