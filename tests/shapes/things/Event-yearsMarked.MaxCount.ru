# An anniversary marks two numbers of years.
INSERT DATA { :jubilee kzit:yearsMarked 11 }
