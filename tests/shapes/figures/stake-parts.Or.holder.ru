# Nobody holds a stake.
DELETE WHERE { :stake kzit:actor ?value }
