# The property of a linkset is text.
DELETE WHERE { :links void:linkPredicate ?value } ;
INSERT DATA { :links void:linkPredicate "sameAs" }
