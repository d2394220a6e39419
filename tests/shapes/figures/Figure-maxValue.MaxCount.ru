# A measurement has two of schema:maxValue.
INSERT DATA { :half schema:maxValue 2000001 }
