# A group has no quantifier.
DELETE WHERE { :firms kzit:quantifier ?value }
