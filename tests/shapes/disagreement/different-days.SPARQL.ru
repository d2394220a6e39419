# Two sources give one event different days.
DELETE WHERE { :occurrence-again kzit:within ?value } ;
INSERT DATA { :occurrence-again kzit:within :new-year-2002 }
