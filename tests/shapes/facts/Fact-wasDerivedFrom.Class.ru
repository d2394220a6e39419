# An inference rests on something that is not a fact.
DELETE WHERE { :inferred prov:wasDerivedFrom ?value } ;
INSERT DATA { :inferred prov:wasDerivedFrom :fair }
