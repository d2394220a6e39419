# A claim stands on a post instead of in a fact.
INSERT DATA { :post org:heldBy :minister }
