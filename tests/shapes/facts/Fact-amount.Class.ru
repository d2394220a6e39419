# The sum is a bare number.
DELETE WHERE { :measurement kzit:amount ?value } ;
INSERT DATA { :measurement kzit:amount 5000000 }
