# An embassy is accredited to nobody.
DELETE WHERE { :accredited kzit:counterpart ?value } ;
INSERT DATA { :accredited kzit:place :borduria }
