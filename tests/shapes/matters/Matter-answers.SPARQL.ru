# Two sources give one event different days.
DELETE WHERE { :occurrence-again kzit:within ?value } ;
DELETE WHERE { :fair-day kzit:finding ?value } ;
INSERT DATA { :occurrence-again kzit:within :new-year-2002 . :fair-day kzit:finding finding:clash }
