# A directed relation has no actor.
DELETE WHERE { :directed kzit:actor ?value } ;
INSERT DATA { :directed kzit:participant :ruritania }
