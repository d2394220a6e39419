# A property of a fact is misspelt.
INSERT DATA { :goal kzit:claimdBy :ministry }
