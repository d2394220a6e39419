# The time of a fact is not described.
DELETE WHERE { :directed kzit:throughout ?value } ;
DELETE WHERE { :for-ten-years ?property ?value } ;
INSERT DATA { :directed kzit:throughout :nowhere }
