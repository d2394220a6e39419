# A measurement has two of schema:minValue.
INSERT DATA { :growth schema:minValue 9.4 }
