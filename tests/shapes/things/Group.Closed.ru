# A group has a stray property.
INSERT DATA { :firms schema:numberOfItems 7 }
