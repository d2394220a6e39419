# Something recurs and nothing says how often.
DELETE WHERE { :regularly m8g:frequency ?value }
