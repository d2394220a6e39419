# The kzit:form is a concept of another scheme.
DELETE WHERE { :signed kzit:form ?value } ;
INSERT DATA { :signed kzit:form hedge:about }
