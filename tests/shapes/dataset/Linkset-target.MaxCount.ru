# A linkset has three ends.
INSERT DATA { :links void:target :geonames . :geonames a void:Dataset }
