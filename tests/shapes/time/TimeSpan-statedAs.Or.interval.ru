# A time is stated as an interval without a slash.
DELETE WHERE { :for-ten-years kzit:statedAs ?value } ;
INSERT DATA { :for-ten-years kzit:statedAs "2001-12-31 to 2002"^^edtf:EDTF }
