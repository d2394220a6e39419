# Nobody holds the post.
DELETE WHERE { :office-again kzit:actor ?value } 
