# A body holds the post.
DELETE WHERE { :office kzit:actor ?value } ;
DELETE WHERE { :office-again kzit:actor ?value } ;
INSERT DATA { :office kzit:actor :league . :office-again kzit:actor :league }
