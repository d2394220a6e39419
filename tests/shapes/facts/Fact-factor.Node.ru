# A factor is text instead of a thing.
DELETE WHERE { :influence kzit:factor ?value } ;
INSERT DATA { :influence kzit:factor "the fair" }
