# A measurement has two of schema:maxValue.
INSERT DATA { :growth schema:maxValue 10.6 }
