# A day of the week is a word.
INSERT DATA { :mutual schema:byDay "Monday" }
