# The thing that a fact concerns is not described.
DELETE WHERE { :goal kzit:concerns ?value } ;
INSERT DATA { :goal kzit:concerns :nowhere }
