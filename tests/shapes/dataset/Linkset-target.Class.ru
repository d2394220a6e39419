# The other end of a linkset is not described.
DELETE DATA { :links void:target :wikidata } ;
INSERT DATA { :links void:target :nowhere }
