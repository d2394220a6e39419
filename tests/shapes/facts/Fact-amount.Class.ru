# The sum is a bare number.
DELETE WHERE { :six ?property ?value } ;
DELETE WHERE { :measurement-of-six kzit:amount ?value } ;
INSERT DATA { :measurement-of-six kzit:amount 6 }
