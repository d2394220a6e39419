# A linkset has no property.
DELETE WHERE { :links void:linkPredicate ?value }
