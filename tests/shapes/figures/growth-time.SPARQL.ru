# A growth is measured from a later time.
DELETE WHERE { :growth kzit:throughout ?value } ;
DELETE WHERE { :growth kzit:base ?value } ;
INSERT DATA { :growth kzit:throughout :in-2001 ; kzit:base :new-year-2002 }
