# A source document holds its text.
INSERT DATA { :gazette schema:text "Once upon a time"@en }
