# A fact was stated in an event.
DELETE WHERE { :inferred kzit:statedIn ?value } ;
INSERT DATA { :inferred kzit:statedIn :fair }
