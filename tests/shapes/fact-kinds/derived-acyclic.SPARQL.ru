# Two documents are derived from each other.
INSERT DATA { :decree prov:wasDerivedFrom :gazette }
