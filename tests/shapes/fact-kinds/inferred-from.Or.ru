# An inference says not from what.
DELETE WHERE { :inferred prov:wasDerivedFrom ?value }
