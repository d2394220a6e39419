# Two sources give one day with different precision.
DELETE WHERE { :occurrence-again kzit:within ?value } ;
INSERT DATA { :occurrence-again kzit:within :from-2001 }
