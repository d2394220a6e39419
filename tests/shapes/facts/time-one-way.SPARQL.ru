# Something ends before it begins.
DELETE WHERE { :mutual kzit:since ?value } ;
DELETE WHERE { :mutual kzit:until ?value } ;
INSERT DATA { :mutual kzit:since :new-year-2002 ; kzit:until :in-2001 }
