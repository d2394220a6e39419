# A claim stands on a person instead of in a fact.
INSERT DATA { :minister schema:jobTitle "minister"@en }
