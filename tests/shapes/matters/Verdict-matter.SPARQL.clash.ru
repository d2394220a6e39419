# The answers that a verdict calls a clash agree, one of them more exactly.
DELETE WHERE { :our-verdict kzit:verdict ?value } ;
INSERT DATA { :our-verdict kzit:verdict verdict:clash }
