# A mutual relation has a single party.
DELETE DATA { :mutual kzit:participant :borduria }
