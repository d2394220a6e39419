# A measurement has two of schema:minValue.
INSERT DATA { :half schema:minValue 1999999 }
