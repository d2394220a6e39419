# Nobody has the goal.
DELETE WHERE { :goal kzit:actor ?value }
