# An event took place on another day than was planned.
DELETE WHERE { :planned kzit:within ?value } ;
INSERT DATA { :planned kzit:within :new-year-2002 }
