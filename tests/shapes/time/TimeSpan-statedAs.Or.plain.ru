# An interval is plain text.
DELETE WHERE { :from-2001 kzit:statedAs ?value } ;
INSERT DATA { :from-2001 kzit:statedAs "2001/2002-06" }
