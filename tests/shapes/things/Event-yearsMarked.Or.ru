# An anniversary marks part of a year.
DELETE WHERE { :jubilee kzit:yearsMarked ?value } ;
INSERT DATA { :jubilee kzit:yearsMarked 10.5 }
