# A measurement gives no sum.
DELETE WHERE { :six ?property ?value } ;
DELETE WHERE { :measurement-of-six kzit:amount ?value }
