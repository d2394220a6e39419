# A linkset has two properties.
INSERT DATA { :links void:linkPredicate owl:sameAs }
