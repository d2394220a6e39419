# A fact has no stance.
DELETE WHERE { :influence kzit:stance ?value }
