# The kzit:form is a concept of another scheme.
INSERT DATA { :mutual kzit:form hedge:about }
