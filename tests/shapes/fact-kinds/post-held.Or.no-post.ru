# The post is not named.
DELETE WHERE { :office kzit:object ?value } ;
INSERT DATA { :office kzit:place :capital }
