# What is held is no post.
DELETE WHERE { :office kzit:object ?value } ;
INSERT DATA { :office kzit:object :mine }
