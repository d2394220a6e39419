# Two sources give one event different places.
DELETE WHERE { :occurrence-again kzit:place ?value } ;
INSERT DATA { :occurrence-again kzit:place :ruritania }
