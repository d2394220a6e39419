# A fact comes from nowhere.
DELETE WHERE { :goal kzit:evidence ?value }
