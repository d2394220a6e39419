# The mode of a time span is a concept of another scheme.
DELETE WHERE { :in-2001 kzit:temporalMode ?value } ;
INSERT DATA { :in-2001 kzit:temporalMode hedge:about }
