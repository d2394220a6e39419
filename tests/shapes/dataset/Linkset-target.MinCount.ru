# A linkset has one end.
DELETE DATA { :links void:target :wikidata }
