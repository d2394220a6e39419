# A goal aims at nothing.
DELETE WHERE { :goal kzit:aim ?value }
