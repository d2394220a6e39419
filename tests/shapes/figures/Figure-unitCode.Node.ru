# The unit is a concept of another scheme.
DELETE WHERE { :half schema:unitCode ?value } ;
INSERT DATA { :half schema:unitCode hedge:about }
