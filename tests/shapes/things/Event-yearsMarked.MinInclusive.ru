# An anniversary marks no year.
DELETE WHERE { :jubilee kzit:yearsMarked ?value } ;
INSERT DATA { :jubilee kzit:yearsMarked 0 }
